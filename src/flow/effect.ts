/** What a turn wants done. Listed by flows, written once per batch by the conversation. */

/** What is only known once the batch has written: the number of the matter opened by this turn. */
export type Holes = { no: string };
export type Text = string | ((holes: Holes) => string);

/** `data` is `intent|no|…` (a command) or `answer|…` (an answer to the question it stands under). */
export type Button = { label: string; data: string };

/** A table that goes with the words, as a picture and as a spreadsheet: both are called `name`. */
export type Sheet = { name: string; columns: string[]; rows: string[][] };

export type SayOptions = {
  buttons?: Button[];
  sheet?: Sheet;
  /** The matter it is about: a quote of this line speaks of that matter. */
  matter?: number;
  /** Nobody asked for it just now: it waits for the end of quiet hours and counts in the room's budget. */
  unasked?: boolean;
  emergency?: boolean;
};

export type Say = { effect: "say"; text: Text } & SayOptions;
/** `recap`: they do not know the matter yet; of a long one they are told what was done of late. `inquiry`: what a model is asked
 *  about the matter meanwhile, where there is one. */
export type Tell = { effect: "tell"; person: number; text: Text; expects?: Expected; recap?: true; inquiry?: string } & SayOptions;
/** Says something in a group that nobody asked for just now; each of `people` may answer it there. */
export type Post = { effect: "post"; room: number; text: Text; expects?: Expected; people?: readonly number[] } & SayOptions;
/** The flow a later word of that person may answer, and what is known already. `about` closes it with all others about the
 *  same thing. A standing one may be answered again until it is closed (what was said is corrected), and gives way to
 *  every question that waits for one answer. */
export type Expected = { flow: string; version: number; answers: Record<string, unknown>; about?: string; standing?: boolean };
/** This message goes into a person's queue: that of `to`, else of whoever answers here. `words` tell its speaker so. */
export type HandOver = { effect: "handOver"; why: string; to?: number; words?: (keeper: string) => string };
/** What was said was no answer: the question asked of this person stays open. */
export type Keep = { effect: "keep" };
/** What a noun does; its module knows how to write it. */
export type Deed = { effect: "deed"; deed: string; value: unknown };
/** Another flow opens in the same turn with these words. */
export type Begin = { effect: "begin"; flow: string; opening: { text: string; facts: Record<string, unknown> } };
export type Effect = Say | Tell | Post | HandOver | Keep | Deed | Begin;

export const say = (text: Text, options: SayOptions = {}): Say => ({ effect: "say", text, ...options });
/** Says something to one person in their direct chat. */
export const tell = (person: number, text: Text, options: SayOptions & Pick<Tell, "expects" | "recap" | "inquiry"> = {}): Tell => ({
  effect: "tell",
  person,
  text,
  unasked: true,
  ...options,
});
export const post = (room: number, text: Text, options: SayOptions & Pick<Post, "expects" | "people"> = {}): Post => ({
  effect: "post",
  room,
  text,
  unasked: true,
  ...options,
});
export const begin = (flow: string, text: string, facts: Record<string, unknown> = {}): Begin => ({ effect: "begin", flow, opening: { text, facts } });
export const handOver = (why: string, options: Pick<HandOver, "to" | "words"> = {}): HandOver => ({ effect: "handOver", why, ...options });
export const keep = (): Keep => ({ effect: "keep" });
export const deed = (name: string, value: unknown): Deed => ({ effect: "deed", deed: name, value });
export const button = (label: string, ...data: string[]): Button => ({ label, data: data.join("|") });
