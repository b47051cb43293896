import type { Heard } from "../channel/port.ts";
import type { Limits, Person, Suggestion, Turn } from "../people/index.ts";
import { addressOf, isMessage, triggerOf } from "./address.ts";
import { isCourtesy } from "./courtesy.ts";
import { UNSURE } from "./interrupts.ts";
import { heardText, whereAndWho } from "./load.ts";
import type { Reads, World } from "./world.ts";

/** What a model makes of words for one flow: `suggested` asks which intent unclear words have, others, and inquiries, have a
 *  question of their own. Never rejects, and ends in time: without an answer, the conversation goes on as it would without a model. */
export type Suggest = (flow: string, text: string, around: Around) => Promise<unknown>;
export type Around = {
  room?: number;
  /** Whether somebody known here goes by these words: they must not leave. */
  isName(words: string): boolean;
  budget: Budget;
};
/** What may be asked in 24 hours. */
export type Budget = { calls: number; callsOfRoom: number; tokens: number };
export const budgetOf = (limits: Limits): Budget => ({ calls: limits.model_day, callsOfRoom: limits.model_room_day, tokens: limits.model_tokens_day });

export const aroundOf = (world: World, room?: number): Around => ({
  ...(room === undefined ? {} : { room }),
  isName: (words) => world.directory().isCalled(words),
  budget: budgetOf(world.limits()),
});

const LEAST_LETTERS = 4;
const UNCLEAR = "suggested";

/** Asked before anything is locked, and only for words to the bot: those that a flow has a model read, and those that answer
 *  nothing and that the rules cannot place. */
export async function suggestionFor(world: World, suggest: Suggest, heard: Heard): Promise<Suggestion | undefined> {
  const found = whereAndWho(world, heard);
  if (!found || !isMessage(heard) || heard.edited || heard.media?.length) return undefined;
  const address = addressOf(world, { heard, room: found.room, text: heardText(heard), quoted: undefined });
  if (address.to !== "bot" || [...address.text].length < LEAST_LETTERS) return undefined;
  const turn = { who: found.who, room: found.room, directory: world.directory() };
  const readers = world.reads.filter((each) => each.wants(address.text, turn));
  const opens = openedBy(world, address.text);
  if (!readers.length && (heard.quote || opens !== UNCLEAR)) return undefined;
  const waiting = await waitingFor(world, found.who, found.room.id);
  const flow = readers.find((each) => concerns(each, opens, waiting))?.flow ?? (opens === UNCLEAR && !heard.quote && !waiting.length ? UNCLEAR : undefined);
  if (flow === undefined) return undefined;
  const value = await suggest(flow, address.text, aroundOf(world, found.room.id));
  return value === undefined ? undefined : { flow, value };
}

/** The flow that these words would open where nothing waits for them. */
function openedBy(world: World, text: string): string | undefined {
  const trigger = triggerOf(world, text)?.flow.name;
  const { intent, confidence } = world.understand(text, { now: world.now(), zone: world.calendar().zone });
  if (intent !== "none" && confidence >= UNSURE) return trigger ?? world.intents.get(intent)?.name;
  return trigger ?? (confidence >= UNSURE || isCourtesy(text) ? undefined : UNCLEAR);
}

type Waiting = { flow: string; key: string | null };

/** The questions that wait for an answer of this person there, the session's first. */
async function waitingFor(world: World, who: Pick<Person, "id">, room: number): Promise<Waiting[]> {
  return world.sql<Waiting[]>`
    select sessions->0->>'flow' as flow, sessions->0->>'key' as key from conversation where person_id = ${who.id} and room_id = ${room} and sessions <> '[]'
    union all
    select * from (select flow, null from expectation where person_id = ${who.id} and room_id = ${room} and closed_at is null and not standing limit 1) e`;
}

/** Whether a model reads these words for that flow: they answer one of its questions, or open it. */
function concerns(reads: Reads, opens: string | undefined, waiting: readonly Waiting[]): boolean {
  const session = waiting.find((each) => each.key !== null);
  if (session?.flow === reads.flow && reads.answers.includes(session.key ?? "")) return true;
  return opens === reads.flow;
}

/** The words of a message as those who read them before it is heard see it. */
export type Beforehand = Pick<Turn, "who" | "room" | "directory">;
