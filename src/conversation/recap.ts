import type { Tx } from "../db/connect.ts";
import { type Matter, readWithStories, type StoryEvent } from "../matter/index.ts";
import type { NewLine } from "./say.ts";
import type { World } from "./world.ts";

/** From so many entries on, a matter is a long one; of those the newest are told. */
const LONG = 5;
const NEWEST = 3;
/** A line waits so long for a summary; then it is said without. */
const WAIT_MS = 20_000;
export const SUMMARY = "summary";

/** Lines to people who do not know their matter yet. Of a long one they tell the newest entries; where there is a model, they wait a
 *  little for its summary instead. What is private is shown to none. */
export async function recapped(world: World, tx: Tx, lines: NewLine[], now: number): Promise<NewLine[]> {
  const ids = [...new Set(lines.flatMap((each) => (each.recap && each.matter_id !== null ? [each.matter_id] : [])))];
  if (!ids.length) return lines;
  const known = await readWithStories(tx, ids);
  return lines.map((line) => {
    const found = line.recap ? known[ids.indexOf(line.matter_id ?? 0)] : undefined;
    return found ? withStory(world, line, found.one, found.story, now) : line;
  });
}

function withStory(world: World, line: NewLine, one: Matter, story: readonly StoryEvent[], now: number): NewLine {
  const entry = world.kinds.get(one.kind)?.entry;
  const told = story.flatMap((event) => {
    const words = entry?.(event);
    return words ? [`${world.calendar().print(event.at)} ${words}`] : [];
  });
  if (told.length < LONG) return line;
  const text = `${line.text}\n最近的记录：\n${told.slice(-NEWEST).join("\n")}`;
  if (!world.inquiries.has(SUMMARY) || one.private || line.class === "emergency") return { ...line, text };
  const inquiry = { task: SUMMARY, base: [...line.text].length, not_before: line.not_before };
  return { ...line, text, not_before: Math.max(line.not_before, now + WAIT_MS), inquiry };
}
