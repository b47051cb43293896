import type { Button, Capabilities, Channel, Ears, Heard, Outgoing, Sent, Sheet, Where } from "../port.ts";

/** What was shown to a room or a person. */
export type Shown = { key: string; where: Where; text: string; buttons: Button[]; sheets: Sheet[]; messageId: string };
type Refusal = Extract<Sent, { ok: false }>;
type Failure = { answer: Refusal; times: number; where: Where | undefined };
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What somebody says or does, before the channel gives it its key. */
export type Saying = Without<Heard, "channel" | "account" | "key"> & { key?: string };

/** The channel of plays: rooms and people are addressed by their names, time stands still, everything said is kept. */
export type Memory = Channel & {
  /** Resolves when it was heard. What is not heard (ears that fail, `offline`) stays waiting, in its order. */
  say(saying: Saying): Promise<void>;
  /** Delivers what waits; after failed ears. */
  deliver(): Promise<void>;
  /** Delivers the last message a second time, as platforms do. */
  again(): Promise<void>;
  /** `offline`: what people say waits until the channel is back. `deaf`: it never arrives. Neither can send. */
  away(how: "offline" | "deaf" | undefined): Promise<void>;
  /** Answers so to the next so many lines, or those to one place. Lines whose outcome is `unknown` arrive all the same. */
  fail(answer: Refusal, times?: number, where?: Where): void;
  /** Everything the bot said, in order; or what it said in one place. */
  transcript: readonly Shown[];
  messages(where: Where): Shown[];
};

const CAPABILITIES: Capabilities = {
  buttons: true,
  quote: true,
  mentions: true,
  files: true,
  edits: true,
  hearsGroup: true,
  stableIds: true,
  receipt: "id",
  idempotent: true,
  opensDirect: true,
  maxText: Infinity,
  textUnit: "utf16",
  perRoomPerMinute: Infinity,
  gapMs: 0,
};
const AWAY: Refusal = { ok: false, kind: "temporary", message: "the channel is away" };
const same = (a: Where, b: Where): boolean => a.kind === b.kind && a.id === b.id;

/** The same key shown twice is shown once. */
function board() {
  const transcript: Shown[] = [];
  const show = ({ key, to, text, buttons, sheets = [] }: Outgoing): Sent => {
    const before = transcript.find((each) => each.key === key);
    const shown = before ?? { key, where: to, text, buttons, sheets, messageId: `m${transcript.length + 1}` };
    if (!before) transcript.push(shown);
    return { ok: true, messageIds: [shown.messageId] };
  };
  return { transcript, show };
}

export function createMemory(id = "memory"): Memory {
  const { transcript, show } = board();
  const waiting: Heard[] = [];
  let ears: Ears | undefined;
  let last: Heard | undefined;
  let absence: "offline" | "deaf" | undefined;
  const failures: Failure[] = [];
  let count = 0;
  let turn: Promise<void> = Promise.resolve();

  const carry = async (): Promise<void> => {
    for (let heard = waiting[0]; heard && ears && !absence; heard = waiting[0]) {
      await ears.hear(heard);
      waiting.shift();
    }
  };
  // One at a time: what is said second is heard second, also after the first failed.
  const deliver = (): Promise<void> => (turn = turn.then(carry, carry));
  const answer = (line: Outgoing): Sent => {
    const failure = failures.find((each) => each.times > 0 && (!each.where || same(each.where, line.to)));
    if (failure) failure.times -= 1;
    const sent = !failure || failure.answer.kind === "unknown" ? show(line) : failure.answer;
    return failure?.answer ?? sent;
  };
  return {
    id,
    capabilities: CAPABILITIES,
    async start(given) {
      ears = given;
      ears.state(absence ? "down" : "up");
      await deliver();
    },
    async stop() {
      await turn.catch(() => {});
      ears = undefined;
    },
    async say(saying) {
      if (absence === "deaf") return;
      last = { channel: id, account: "main", ...saying, key: saying.key ?? `h${(count += 1)}` } as Heard;
      waiting.push(last);
      await deliver();
    },
    deliver,
    again: () => (waiting.push(...(last ? [last] : [])), deliver()),
    async away(how) {
      if (how !== absence) ears?.state(how ? "down" : "up", how);
      absence = how;
      await deliver();
    },
    fail: (answer, times = 1, where?) => void failures.push({ answer, times, where }),
    send: async (line) => (absence || !ears ? AWAY : answer(line)),
    transcript,
    messages: (where) => transcript.filter((each) => same(each.where, where)),
  };
}
