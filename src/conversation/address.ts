import type { Heard } from "../channel/port.ts";
import type { Directory, Room } from "../people/index.ts";
import type { Taken } from "./load.ts";
import type { World } from "./world.ts";

/** The bot's own names at the start of a message call it. */
const CALLED = /^\s*(?:@?链心|机器人)[，,：:\s]*/u;

export type Address =
  /** Said to the bot: mentioned, quoted, called, pressed, or in a direct chat. */
  | { to: "bot"; text: string }
  /** Said to nobody: only an answer to a waiting question counts. */
  | { to: "room"; text: string }
  /** Said to somebody else. */
  | { to: "other" };

/** Whose words count: whom a message in this room is said to. */
export function addressOf(world: World, taken: Pick<Taken, "heard" | "room" | "text" | "quoted">): Address {
  const { heard, room, text } = taken;
  // That a person lets the bot write, or no longer, is no word.
  if (heard.kind === "room") return { to: "other" };
  if (heard.kind === "press" || room.kind === "direct") return { to: "bot", text: withoutCall(text) };
  if (heard.kind !== "message") return { to: "other" };
  if (heard.mentionsMe || taken.quoted?.mine || heard.quote?.mine) return { to: "bot", text: withoutCall(text) };
  if (CALLED.test(text)) return { to: "bot", text: withoutCall(text) };
  if (triggerOf(world, text)) return { to: "bot", text };
  if (heard.mentions?.length || heard.quote || namesSomebody(world.directory(), room, text)) return { to: "other" };
  return { to: "room", text };
}

/** A trigger stands alone, or before a mark; a long one may run on into the sentence. */
const LONG = 4;
export function triggerOf(world: World, text: string): World["triggers"][number] | undefined {
  return world.triggers.find(
    ({ word }) => text.startsWith(word) && (word.length >= LONG || text.length === word.length || /^[\s：:，,。！]/u.test(text.slice(word.length))),
  );
}

export const withoutCall = (text: string): string =>
  text
    .replace(/@链心[，,：:\s]*/gu, " ")
    .replace(CALLED, "")
    .trim();

/** `王总，…` and `老荣：…` speak to a member of the room. */
function namesSomebody(directory: Directory, room: Room, text: string): boolean {
  const at = text.slice(0, 24).search(/[，,：:\s]/u);
  if (at < 2) return false;
  const name = text.slice(0, at);
  return directory.membersOf(room.id).some((each) => each.name === name || each.display === name || each.aliases.includes(name));
}

export const isMessage = (heard: Heard): heard is Extract<Heard, { kind: "message" }> => heard.kind === "message";
