import type { Button } from "../../src/channel/port.ts";
import { type HeardRow, type LineRow, MOST_MESSAGES } from "./queries.ts";

/** One message as a phone shows it. */
export type Message =
  | { from: "person"; id: string; at: number; heard: HeardRow }
  | { from: "bot"; id: string; at: number; line: number; text: string; buttons: (Button & { pressed: boolean })[]; sheets: SheetOf[]; no: string | null };
/** A table that goes with a line. */
export type SheetOf = { line: number; name: string };

/** What was said in a room, in order: lines that were sent as one message are one bubble again. */
export function talkOf(heard: readonly HeardRow[], lines: readonly LineRow[]): Message[] {
  const people: Message[] = heard.map((each) => ({ from: "person", id: `h${each.id}`, at: each.at, heard: each }));
  const bubbles = [...Map.groupBy(lines, (each) => each.bubble_id).values()].flatMap((list): Message[] => {
    const parts = list.toSorted((a, b) => a.id - b.id);
    const first = parts[0];
    if (!first) return [];
    const pressed = (data: string) => heard.some((each) => each.kind === "press" && each.text === data && each.at >= first.at);
    const buttons = parts.flatMap((each) => each.buttons).map((each) => ({ ...each, pressed: pressed(each.data) }));
    const text = parts.map((each) => each.text).join("\n");
    const sheets = parts.flatMap((each) => (each.sheet === null ? [] : [{ line: each.id, name: each.sheet }]));
    return [{ from: "bot", id: `l${first.bubble_id}`, at: first.at, line: first.id, text, buttons, sheets, no: parts.find((each) => each.no)?.no ?? null }];
  });
  // What was heard in the same millisecond came before what was said to it.
  return [...people, ...bubbles].toSorted((a, b) => a.at - b.at || Number(a.from === "bot") - Number(b.from === "bot")).slice(-MOST_MESSAGES);
}
