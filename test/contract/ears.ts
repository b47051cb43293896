import type { Ears, Heard } from "../../src/channel/port.ts";
import { createWatch, type Watch } from "../bot-api/watch.ts";

/** Ears that remember, and fail when told to. */
export type TestEars = Ears & {
  /** What was heard, also a second time; and what was offered while the ears failed. */
  heard: Heard[];
  refused: Heard[];
  /** With how much had been heard by then. */
  states: { state: "up" | "down"; why: string | undefined; heard: number }[];
  /** The next so many are refused, as by a database that is away. */
  fail(times: number): void;
  /** What is said holding this word is not heard until it is let go. */
  hold(word: string): { begun: Promise<void>; letGo: () => void };
  waitFor: Watch["waitFor"];
  /** Something else happened that a test may wait for. */
  changed: () => void;
  /** The n-th message whose text holds this. */
  message(words: string, nth?: number): Promise<HeardMessage>;
  kind<K extends Heard["kind"]>(kind: K): Promise<Heard & { kind: K }>;
  up(): Promise<unknown>;
};
export type HeardMessage = Extract<Heard, { kind: "message" }>;

export function createEars(patienceMs?: number): TestEars {
  const { changed, waitFor } = createWatch(patienceMs);
  const heard: Heard[] = [];
  const refused: Heard[] = [];
  const states: TestEars["states"] = [];
  let failing = 0;
  let held: { word: string; begin: () => void; until: Promise<void> } | undefined;

  const isMessage = (one: Heard): one is HeardMessage => one.kind === "message";
  return {
    heard,
    refused,
    states,
    async hear(one) {
      if (failing > 0) {
        failing -= 1;
        refused.push(one);
        changed();
        throw new Error("the database is away");
      }
      if (held && isMessage(one) && one.text.includes(held.word)) {
        held.begin();
        await held.until;
      }
      heard.push(one);
      changed();
    },
    state(state, why) {
      states.push({ state, why, heard: heard.length });
      changed();
    },
    fail: (times) => void (failing = times),
    hold(word) {
      const begun = Promise.withResolvers<void>();
      const until = Promise.withResolvers<void>();
      held = { word, begin: begun.resolve, until: until.promise };
      return { begun: begun.promise, letGo: until.resolve };
    },
    waitFor,
    changed,
    message: (words, nth = 1) =>
      waitFor(`message ${nth} with “${words.slice(0, 40)}”`, () => heard.filter(isMessage).filter((each) => each.text.includes(words))[nth - 1]),
    kind: <K extends Heard["kind"]>(kind: K) => waitFor(`a ${kind}`, () => heard.find((each): each is Heard & { kind: K } => each.kind === kind)),
    up: () => waitFor("the channel is up", () => states.at(-1)?.state === "up"),
  };
}
