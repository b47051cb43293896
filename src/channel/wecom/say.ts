import type { Outgoing, Sent } from "../port.ts";
import { type Failure, failureOf } from "./outcome.ts";

/** Lines of which some parts were shown and the rest is to follow; the oldest is forgotten first. */
const MAX_HALF_SAID = 1000;

/** One message to be shown; answers its id. */
export type Step = () => Promise<string>;
/** Shows the parts of a line in order. Sent again with the same key, it goes on where it stopped. */
export type Say = (line: Outgoing, steps: readonly Step[]) => Promise<Sent>;

export const nothingToShow: Failure = { ok: false, kind: "refused", message: "there is nothing to show in this line" };
export const away = (why: string): Failure => ({ ok: false, kind: "temporary", message: why });

export function createSay(): Say {
  const halfSaid = new Map<string, string[]>();
  const failed = (line: Outgoing, shown: string[], error: unknown): Failure => {
    const failure = failureOf(error);
    if (!shown.length) return failure;
    halfSaid.set(line.key, shown);
    const oldest = halfSaid.size > MAX_HALF_SAID ? halfSaid.keys().next().value : undefined;
    if (oldest !== undefined) halfSaid.delete(oldest);
    return { ...failure, message: `${failure.message} (after ${shown.length} parts were shown)` };
  };
  return async (line, steps) => {
    const shown = halfSaid.get(line.key) ?? [];
    halfSaid.delete(line.key);
    for (const [at, step] of steps.entries()) {
      if (at < shown.length) continue;
      try {
        shown.push(await step());
      } catch (error) {
        return failed(line, shown, error);
      }
    }
    // The last one carries the buttons: what is pressed points to the first id.
    return { ok: true, messageIds: shown.toReversed() };
  };
}

/** What every system takes as a file's name. */
export const fileName = (name: string): string =>
  name
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, " ")
    .toWellFormed()
    .trim()
    .slice(0, 60);
