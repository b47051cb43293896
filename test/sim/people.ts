import type { Shown } from "../../src/channel/memory/index.ts";
import type { Where } from "../../src/channel/port.ts";
import type { Chance } from "./chance.ts";
import type { TownPlan } from "./town.ts";

/** What somebody means by what they say, known to the simulation alone: the program must find it out. */
export type Meaning =
  | { is: "report"; amount?: number }
  | { is: "amend"; amount: number }
  | { is: "solved" | "partly" | "unsolved" | "withdraw" | "accept" | "done" | "sign" | "unreached"; no: string }
  | { is: "sign-of-life" }
  | { is: "away"; until: string | undefined }
  | { is: "back" }
  | { is: "on-duty" }
  | { is: "leave"; from: string; until: string }
  | { is: "announce"; title: string; chain: string }
  | { is: "talk" }
  | { is: "other" };

/** Something a person says or presses at a moment. */
export type Act = {
  at: number;
  who: string;
  where: Where;
  text: string;
  means: Meaning;
  /** The button that is pressed, and under which message. */
  press?: { messageId: string; data: string };
  quote?: { messageId: string; text: string };
};
export type Doing = Omit<Act, "at" | "who"> & { /** Minutes from now. */ in: number };

/** What the people of the town know and do. They see only what is shown to them. */
export type Life = {
  now: number;
  today: string;
  town: TownPlan;
  chance(...words: readonly (string | number)[]): Chance;
  does(who: string, doing: Doing): void;
  isWorkday(date: string): boolean;
  /** What people keep in mind: `away 李秀兰` until which day. */
  notes: Map<string, string>;
};

/** One sort of people with their habits. */
export type Habit = {
  name: string;
  /** What they do of their own accord that day; asked at its beginning. */
  day?(life: Life): void;
  /** Whoever reads a message of the bot reacts to it. */
  sees?(who: string, shown: Shown, life: Life): void;
};

export const privately = (who: string): Where => ({ kind: "direct", id: who, name: who });
export const inGroup = (name: string): Where => ({ kind: "group", id: name, name });
/** The numbers of matters that a message names. */
export const numbersIn = (text: string): string[] => [...new Set(text.match(/\p{Script=Han}{1,4}-\d{4,}/gu) ?? [])];
/** Presses the button of that label, if the message offers it. */
export const buttonOf = (shown: Shown, label: string): { messageId: string; data: string } | undefined => {
  const found = shown.buttons.find((each) => each.label === label);
  return found && { messageId: shown.messageId, data: found.data };
};
