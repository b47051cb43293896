import type { Heard } from "../channel/port.ts";
import type { Limits } from "../people/index.ts";
import { addressOf, isMessage, triggerOf } from "./address.ts";
import { UNSURE } from "./interrupts.ts";
import { heardText, whereAndWho } from "./load.ts";
import type { World } from "./world.ts";

/** What a model makes of words that the rules are unsure of, with a sentence that means the same and the words it is taken
 *  from. It is put to whoever said them; alone it does nothing. */
export type Suggestion = { intent: string; like: string; because: string };
/** Never rejects, and ends in time: without an answer, the conversation goes on as it would without a model. */
export type Suggest = (text: string, around: Around) => Promise<Suggestion | undefined>;
export type Around = {
  room: number;
  /** Whether somebody known here goes by these words: they must not leave. */
  isName(words: string): boolean;
  budget: Budget;
};
/** What may be asked in 24 hours. */
export type Budget = { calls: number; callsOfRoom: number; tokens: number };
export const budgetOf = (limits: Limits): Budget => ({ calls: limits.model_day, callsOfRoom: limits.model_room_day, tokens: limits.model_tokens_day });

const LEAST_LETTERS = 4;

/** Asked before anything is locked, and only for words to the bot that answer nothing and that the rules cannot place. */
export async function suggestionFor(world: World, suggest: Suggest, heard: Heard): Promise<Suggestion | undefined> {
  const found = whereAndWho(world, heard);
  if (!found || !isMessage(heard) || heard.edited || heard.media?.length) return undefined;
  const text = heardText(heard);
  const address = addressOf(world, { heard, room: found.room, text, quoted: undefined });
  if (address.to !== "bot" || heard.quote || [...address.text].length < LEAST_LETTERS || triggerOf(world, address.text)) return undefined;
  if (world.understand(address.text, { now: world.now(), zone: world.calendar().zone }).confidence >= UNSURE) return undefined;
  const [asked] = await world.sql`
    select from conversation where person_id = ${found.who.id} and room_id = ${found.room.id} and sessions <> '[]'
    union all select from expectation where person_id = ${found.who.id} and room_id = ${found.room.id} and closed_at is null and not standing limit 1`;
  if (asked) return undefined;
  const isName = (words: string): boolean => world.directory().isCalled(words);
  return suggest(address.text, { room: found.room.id, isName, budget: budgetOf(world.limits()) });
}
