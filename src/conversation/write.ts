import type { Heard } from "../channel/port.ts";
import { appendAudit } from "../audit/index.ts";
import { isoOf, type Tx } from "../db/connect.ts";
import { type HandOver, type Holes, type Post, type Say, type Session, type Tell } from "../flow/index.ts";
import { type Change, changeMatters, type NewMatter, openMatters } from "../matter/index.ts";
import { chainOf, secretaryFor, type Turn } from "../people/index.ts";
import { auditedOf } from "./audited.ts";
import { startQueue } from "./due-queue.ts";
import type { Plan } from "./plan.ts";
import { recapped } from "./recap.ts";
import type { Taken } from "./load.ts";
import { addDeed, conversationDeeds, type Deeds, taken, writeDeeds } from "./deeds.ts";
import { type NewLine, placeOf, posted, shown, writeLines } from "./say.ts";
import type { World } from "./world.ts";

export type Decided = { taken: Taken; turn: Turn; plan: Plan };

/** Everything a batch decided, each kind of effect in one statement. What is sent in one moment is done in the order in which it
 *  is sent. */
export async function writeBatch(world: World, tx: Tx, decided: readonly Decided[], now: number): Promise<void> {
  const deeds = deedsOf(decided);
  const opened = await openDeeds(tx, decided, deeds);
  world.crash("turn numbered");
  const lines = await recapped(
    world,
    tx,
    decided.flatMap((each) => linesOf(world, each, opened.get(each) ?? { no: "" }, now)),
    now,
  );
  const changes = taken<Change>(deeds, "matter.change").map(({ value, heard }) => ({ ...value, heard_id: heard }));
  const settled = taken<{ about: string; person?: number }>(deeds, "expectation.close");
  deeds.delete("expectation.close");
  await Promise.all([
    writeHeard(tx, decided, now),
    startQueue(
      world,
      tx,
      decided.filter(({ plan }) => plan.effects.some((each) => each.effect === "handOver")).map((each) => each.taken.heardId),
      now,
    ),
    writeTurns(tx, decided, lines, now),
    writeSessions(world, tx, decided, now),
    closeExpectations(tx, decided, now),
    answeredMatters(
      tx,
      changes.map((each) => each.id),
      now,
    ),
    // What a turn settles was asked before it: the question it puts anew, with the lines, stays open.
    conversationDeeds["expectation.close"](tx, settled, now),
    writeLines(tx, lines, now),
    changeMatters(tx, changes, now),
  ]);
  const audited = auditedOf(deeds, changes);
  await writeDeeds(world, tx, deeds, now);
  await appendAudit(tx, audited, now);
}

function deedsOf(decided: readonly Decided[]): Deeds {
  const deeds: Deeds = new Map();
  for (const { plan, taken: one } of decided)
    for (const effect of plan.effects) {
      if (effect.effect !== "deed") continue;
      addDeed(deeds, effect, one.who.id, one.heardId);
    }
  return deeds;
}

/** Opens the matters of the batch; tells each turn the number of the one it opened. */
async function openDeeds(tx: Tx, decided: readonly Decided[], deeds: Deeds): Promise<Map<Decided, Holes & { id: number }>> {
  const values = taken<Omit<NewMatter, "heard_id">>(deeds, "matter.open");
  const made = await openMatters(
    tx,
    values.map(({ value, heard }) => ({ ...value, heard_id: heard })),
  );
  const opened = new Map<Decided, Holes & { id: number }>();
  const turns = new Map(decided.map((each) => [each.taken.heardId, each]));
  values.forEach(({ heard }, n) => {
    const one = turns.get(heard ?? 0);
    const matter = made[n];
    if (one && matter && !opened.has(one)) opened.set(one, matter);
  });
  return opened;
}

/** The lines a turn says, holes filled. */
function linesOf(world: World, decided: Decided, holes: Holes & { id?: number }, now: number): NewLine[] {
  const { taken: one, plan, turn } = decided;
  const spoken: (Say | Tell | Post)[] = plan.effects.flatMap((effect): (Say | Tell | Post)[] => {
    if (effect.effect === "say" || effect.effect === "tell" || effect.effect === "post") return [effect];
    return effect.effect === "handOver" ? handedOver(decided, effect) : [];
  });
  const lines: NewLine[] = [];
  const moved = plan.moved;
  const last = spoken.findLast((each) => each.effect === "say");
  for (const each of spoken) {
    const privately = moved !== undefined && each === last;
    if (each.effect === "post") {
      lines.push(posted(world, each, one.turnId, holes, now));
      continue;
    }
    const room = each.effect === "tell" ? placeOf(world, each.person) : privately ? placeOf(world, one.who.id) : one.room;
    if (privately) lines.push(bare(one, one.room.id, "这一条不方便在群里说，我私下问您，请看私信。", now));
    lines.push({
      room_id: room.id,
      person_id: each.effect === "tell" ? each.person : one.who.id,
      turn_id: one.turnId,
      matter_id: each.matter ?? (each.effect === "tell" || each === spoken[0] ? (holes.id ?? null) : null),
      class: each.emergency ? "emergency" : each.unasked ? "task" : "reply",
      ...shown(each, holes),
      not_before: each.unasked && !each.emergency ? turn.calendar.quietEnd(now) : now,
      ...(each.effect === "tell" && each.inquiry && world.inquiries.has(each.inquiry) ? { inquiry: { task: each.inquiry } } : {}),
      ...(each.effect === "tell" && each.recap ? { recap: true } : {}),
      ...(each.effect === "tell" && each.expects ? { expects: { ...each.expects, matter: each.matter ?? holes.id ?? null } } : {}),
      ...(plan.renews && each === last ? { renews: plan.renews.id } : {}),
    });
  }
  return [...lines, ...invited(world, one, lines, now)];
}

/** Where the channel cannot open a direct chat with the speaker, the group gets a link to press. */
function invited(world: World, one: Taken, lines: readonly NewLine[], now: number): NewLine[] {
  const direct = placeOf(world, one.who.id);
  if (one.room.kind === "direct" || !lines.some((each) => each.room_id === direct.id)) return [];
  const accounts = world
    .directory()
    .accounts(direct)
    .filter((each) => each.channel === one.heard.channel);
  const link = accounts.some((each) => !each.reachable) ? world.directLink(one.heard.channel) : undefined;
  return link ? [bare(one, one.room.id, `我还不能私信您，请先点开 ${link} 和我打个招呼。`, now)] : [];
}

const bare = (one: Taken, room: number, text: string, now: number): NewLine => ({
  room_id: room,
  person_id: one.who.id,
  turn_id: one.turnId,
  matter_id: null,
  class: "reply",
  text,
  buttons: [],
  not_before: now,
});

/** What was not understood goes to a secretary by direct message, and its speaker is told who has it. */
function handedOver({ taken: one, turn }: Decided, handed: HandOver): (Say | Tell)[] {
  const { why } = handed;
  const keeper = keeperFor(turn, handed);
  const words = one.text || turn.media.map((each) => `[${MEDIA[each.kind] ?? "文件"} ${each.name}]`).join("");
  const place = one.room.kind === "group" ? `在“${one.room.name}”` : "私下";
  if (!keeper || keeper.id === one.who.id) return [{ effect: "say", text: "这句我没有听懂，已经记下，回复“待处理”可以看到。" }];
  return [
    { effect: "say", text: handed.words?.(keeper.name) ?? `这句我没有把握，已转给${keeper.name}，会有人回复您。` },
    {
      effect: "tell",
      person: keeper.id,
      unasked: true,
      text: `待处理 ${one.heardId}：${one.who.name}${place}说“${words.slice(0, 200)}”（${why}）。回复“答复 ${one.heardId} …”即可转告本人；回复“待处理”看全部。`,
    },
  ];
}

const MEDIA: Record<string, string> = { picture: "图片", voice: "语音", file: "文件", place: "位置", sticker: "表情" };

/** Whose queue takes what the machine could not. */
export const keeperOf = (turn: Turn) => secretaryFor(turn.directory, chainOf(turn));
const keeperFor = (turn: Turn, { to }: HandOver) => (to === undefined ? keeperOf(turn) : turn.directory.person(to));

async function writeHeard(tx: Tx, decided: readonly Decided[], now: number): Promise<void> {
  const rows = decided.map(({ taken: one, plan, turn }) => {
    const handed = plan.effects.find((effect) => effect.effect === "handOver");
    return {
      id: one.heardId,
      channel: one.heard.channel,
      key: one.heard.key,
      kind: one.heard.kind,
      room_id: one.room.id,
      person_id: one.who.id,
      text: one.text || (one.heard.kind === "press" ? one.heard.data : ""),
      media: turn.media,
      detail: { ...detailOf(one.heard), ...(turn.suggestion ? { suggestion: turn.suggestion } : {}) },
      said_at: isoOf(turn.saidAt),
      state: handed ? "waiting" : plan.state,
      with_id: handed ? (keeperFor(turn, handed)?.id ?? null) : null,
      account_id: one.accountId,
    };
  });
  await tx`
    insert into heard (id, channel, key, kind, room_id, person_id, text, media, detail, said_at, heard_at, state, with_id, account_id)
    overriding system value
    select id, channel, key, kind, room_id, person_id, text, media, detail, said_at, ${now}::timestamptz, state, with_id, account_id
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, channel text, key text, kind text, room_id bigint, person_id bigint,
      text text, media jsonb, detail jsonb, said_at timestamptz, state text, with_id bigint, account_id bigint)`;
}

/** What the turn needed beside the text: `lianxin rehearse` hears it again by this. */
function detailOf(heard: Heard): Record<string, unknown> {
  const { thread } = heard.where;
  if (heard.kind === "press") return { messageId: heard.messageId, thread };
  if (heard.kind === "room") return { change: heard.change };
  if (heard.kind !== "message") return heard.who.id === heard.from.id ? {} : { who: heard.who };
  const { messageId, edited, quote, mentionsMe, mentions, reaction } = heard;
  return { messageId, thread, edited, quote, reaction, ...(mentionsMe ? { mentionsMe } : {}), ...(mentions?.length ? { mentions } : {}) };
}

async function writeTurns(tx: Tx, decided: readonly Decided[], lines: readonly NewLine[], now: number): Promise<void> {
  const said = Map.groupBy(lines, (each) => each.turn_id);
  const rows = decided
    .filter(({ plan }) => plan.state !== "bystander")
    .map(({ taken: one, plan }) => ({
      id: one.turnId,
      heard_id: one.heardId,
      conversation_id: one.conversationId,
      intent: plan.understood?.intent ?? null,
      facts: plan.understood?.facts ?? {},
      confidence: Math.round((plan.understood?.confidence ?? 0) * 100),
      because: plan.understood?.because ?? [],
      flow: plan.flow ?? null,
      said: (said.get(one.turnId) ?? [])
        .filter((each) => each.room_id === one.room.id)
        .map((each) => each.text)
        .join("\n"),
    }));
  if (!rows.length) return;
  await tx`
    insert into turn (id, heard_id, conversation_id, intent, facts, confidence, because, flow, said, at)
    overriding system value
    select id, heard_id, conversation_id, intent, facts, confidence, because, flow, said, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, heard_id bigint, conversation_id bigint, intent text, facts jsonb,
      confidence int, because jsonb, flow text, said text)`;
}

/** Sessions with the time at which the clock reminds of them; a session that moved goes on top of the direct chat's. */
async function writeSessions(world: World, tx: Tx, decided: readonly Decided[], now: number): Promise<void> {
  const remind = isoOf(now + world.limits().session_remind.count * 60_000);
  const rows = decided
    .filter(({ plan, taken: one }) => plan.state !== "bystander" && JSON.stringify(plan.sessions) !== JSON.stringify(one.sessions))
    .map(({ taken: one, plan }) => ({ id: one.conversationId, person: one.who.id, room: one.room.id, sessions: plan.sessions }));
  const moved = decided.flatMap(({ taken: one, plan }) =>
    plan.moved ? [{ person: one.who.id, room: placeOf(world, one.who.id).id, session: [plan.moved] satisfies Session[] }] : [],
  );
  const freed = decided.flatMap(({ plan, taken: one }) =>
    one.room.kind === "direct" && one.expectations.length && one.sessions.length && !plan.sessions.length ? [one.room.id] : [],
  );
  await Promise.all([
    // Questions that waited for this conversation to end may be asked now.
    freed.length &&
      tx`update line set not_before = ${now}::timestamptz where room_id = any(${freed}::bigint[]) and state = 'queued' and expectation_id is not null`,
    rows.length &&
      // All of them are there, and locked: this finds each by its key, whatever was known of the table when it was planned.
      tx`insert into conversation (id, person_id, room_id, sessions, due, due_at) overriding system value
        select id, person, room, sessions, case when sessions <> '[]' then 'remind' end, case when sessions <> '[]' then ${remind}::timestamptz end
        from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, person bigint, room bigint, sessions jsonb)
        on conflict (person_id, room_id) do update set sessions = excluded.sessions, due = excluded.due, due_at = excluded.due_at`,
    moved.length &&
      tx`insert into conversation (person_id, room_id, sessions, due, due_at)
        select person, room, session, 'remind', ${remind}::timestamptz
        from json_to_recordset(${JSON.stringify(moved)}::text::json) as r(person bigint, room bigint, session jsonb) order by 1, 2
        on conflict (person_id, room_id) do update
        set sessions = jsonb_path_query_array(excluded.sessions || conversation.sessions, '$[0 to 2]'), due = 'remind', due_at = excluded.due_at`,
  ]);
}

/** A matter that moved on no longer waits for what was asked about its former state. What was asked about a named thing is
 *  closed by that name. */
export async function answeredMatters(tx: Tx, matters: readonly number[], now: number): Promise<void> {
  if (!matters.length) return;
  await tx`
    update expectation set closed_at = ${now}::timestamptz where matter_id = any(${[...matters]}::bigint[]) and about is null and closed_at is null`;
}

async function closeExpectations(tx: Tx, decided: readonly Decided[], now: number): Promise<void> {
  const closed = decided.flatMap(({ plan }) => plan.closes);
  const renewed = decided.flatMap(({ plan }) => plan.renews ?? []);
  if (renewed.length)
    await tx`
      update expectation e set version = r.version, answers = r.answers
      from json_to_recordset(${JSON.stringify(renewed)}::text::json) as r(id bigint, version int, answers jsonb) where e.id = r.id`;
  if (closed.length) await tx`update expectation set closed_at = ${now}::timestamptz where id = any(${closed}::bigint[])`;
}
