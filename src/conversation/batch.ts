import type { Heard } from "../channel/port.ts";
import type { Tx } from "../db/connect.ts";
import type { Looked, Need } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";
import { acquaint } from "./acquaint.ts";
import { carriedSessions } from "./carried.ts";
import { chosen } from "./choices.ts";
import { decide } from "./decide.ts";
import type { Decision, Plan } from "./plan.ts";
import { heardText, lockConversations, quotedLines, takeIds, type Taken, unseen, whereAndWho } from "./load.ts";
import { type Decided, writeBatch } from "./write.ts";
import type { Understood, World } from "./world.ts";

/** A flow that must know rows mid-turn is advanced again, at most this often. */
const MAX_ROUNDS = 8;

/** One batch of messages in one transaction: everything said becomes what was decided of it, or nothing does. */
export async function takeBatch(everybodys: World, messages: readonly Heard[]): Promise<void> {
  const now = everybodys.now();
  everybodys.crash("turn begun");
  await everybodys.begin(async (tx, world) => {
    const [fresh, [town]] = await Promise.all([unseen(tx, messages, now), tx<{ revision: number }[]>`select revision from town`]);
    await world.refresh(tx, town?.revision ?? 0);
    if (!fresh.length) return;
    const known = await acquaint(world, tx, fresh, now);
    world.crash("turn seen");
    const taken = await load(world, tx, known, now);
    const decided = await decideAll(world, tx, taken, now);
    world.crash("turn decided");
    await writeBatch(world, tx, decided, now);
    world.crash("turn written");
  });
  everybodys.crash("turn committed");
}

async function load(world: World, tx: Tx, messages: readonly Heard[], now: number): Promise<Taken[]> {
  const said = messages.flatMap((heard) => {
    const found = whereAndWho(world, heard);
    return found ? [{ heard, ...found, text: heardText(heard) }] : [];
  });
  const placed = await chosen(tx, world.writesChoices, said);
  const pairs = placed.map((each) => ({ person: each.who.id, room: each.room.id }));
  const [{ conversations, asked }, ids, quoted] = await Promise.all([lockConversations(tx, pairs), takeIds(tx, placed.length), quotedLines(tx, placed)]);
  const { zone } = world.calendar();
  const theirs = new Map(conversations.map((each) => [`${each.person_id} ${each.room_id}`, each]));
  const questions = Map.groupBy(asked, (each) => `${each.person_id} ${each.room_id}`);
  return placed.map(({ heard, who, room, accountId, text }, n) => {
    const conversation = theirs.get(`${who.id} ${room.id}`);
    return {
      heard,
      who,
      room,
      accountId,
      text,
      heardId: ids[n]?.heard ?? 0,
      turnId: ids[n]?.turn ?? 0,
      conversationId: conversation?.conversation_id ?? 0,
      sessions: carriedSessions(world, conversation?.sessions ?? []),
      expectations: questions.get(`${who.id} ${room.id}`) ?? [],
      quoted: quoted.get(heard),
      understand: readOnce((words) => world.understand(words, { now, zone })),
    };
  });
}

function readOnce(read: (words: string) => Understood): (words: string) => Understood {
  const known = new Map<string, Understood>();
  return (words) => {
    const found = known.get(words) ?? read(words);
    known.set(words, found);
    return found;
  };
}

export function turnOf(world: World, taken: Taken, now: number): Turn {
  const { heard } = taken;
  return {
    who: taken.who,
    room: taken.room,
    text: taken.text,
    saidAt: Math.min(heard.at, now),
    now,
    directory: world.directory(),
    calendar: world.calendar(),
    limits: world.limits(),
    media: heard.kind === "message" ? (heard.media ?? []).map(({ bytes: _bytes, ...each }) => each) : [],
    about: taken.quoted?.matter,
    notice: taken.quoted?.notice,
    account: taken.accountId ?? undefined,
    because: [],
    suggestion: world.suggested(heard),
  };
}

async function decideAll(world: World, tx: Tx, taken: readonly Taken[], now: number): Promise<Decided[]> {
  const turns = taken.map((each) => turnOf(world, each, now));
  const looked: Looked[] = taken.map(() => ({}));
  const decisions: (Decision | undefined)[] = taken.map(() => undefined);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const asked: (Need & { at: number })[] = [];
    taken.forEach((each, at) => {
      const before = decisions[at];
      if (before && !before.needs) return;
      const decision = decide(world, each, turns[at] as Turn, looked[at] ?? {});
      decisions[at] = decision;
      if (decision.needs) asked.push(...decision.needs.map((need) => ({ at, ...need })));
    });
    if (!asked.length) break;
    await lookUp(world, tx, asked, looked);
  }
  return taken.map((each, at) => {
    const decision = decisions[at];
    if (!decision || decision.needs) throw new Error(`a flow asked for rows more than ${MAX_ROUNDS} times`);
    return { taken: each, turn: turns[at] as Turn, plan: decision satisfies Plan };
  });
}

/** Runs each kind of look-up once for everybody in the batch who asked for it. */
async function lookUp(world: World, tx: Tx, asked: readonly (Need & { at: number })[], looked: Looked[]) {
  const kinds = [...new Set(asked.map((each) => each.query))];
  await Promise.all(
    kinds.map(async (kind) => {
      const mine = asked.filter((each) => each.query === kind);
      const look = world.looks[kind];
      if (!look) throw new Error(`no look-up is called ${kind}`);
      const answers = await look(tx, mine.map((each) => each.args) as never[], world.vault);
      mine.forEach((each, n) => {
        (looked[each.at] ??= {})[each.key] = answers[n];
      });
    }),
  );
}
