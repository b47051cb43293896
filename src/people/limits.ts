import { type Limit, readLimit } from "../calendar/duration.ts";

/** Every default a town may override under `limits`: durations as `4h` (working time), `1w` (working days), `3d`
 *  (calendar days); counts as numbers; times of day as `10:00`. */
const DEFAULTS = {
  /** An owner accepts within. */
  accept: "4h",
  contact: "1w",
  done: "5w",
  /** Each further rung of the ladder. */
  rung: "1w",
  /** When the return visit asks, the next working day. */
  visit_at: "10:00",
  visit_again: "2w",
  call: "2w",
  unreached: "5w",
  /** The bounce that lands with the fallback owner. */
  bounces: 2,
  /** A waiting question is reminded of after, and dropped after; by the wall clock. */
  session_remind: "1h",
  session_drop: "24h",
  /** What lies in somebody's queue is answered within; then they are reminded, and after as long again the next one has it. */
  queue: "4h",
  /** Unasked messages a room gets in an hour. */
  room_budget: 6,
  /** Only those who have not confirmed are reminded, from the sending on; then their superior is told. Working time. */
  receipt_remind: "2h",
  receipt_again: "24h",
  receipt_superior: "48h",
  /** A notice to more people needs a second person's approval. */
  approve_over: 200,
  /** After the end of an elder's window, by the wall clock: their volunteer is alerted; each responder has so long to accept. */
  smiley_alert: "30m",
  smiley_accept: "15m",
  /** Whoever accepted reports within; then they are asked, and the ladder goes on after another `smiley_accept`. */
  smiley_report: "45m",
  /** After the day's prompt, by the wall clock: the silent are reminded. */
  checkin_remind: "50m",
  /** Monday's digest and private notices of policies; the reminders before a window closes. */
  digest_at: "09:30",
  policy_at: "09:30",
  /** How far an application is: asked each so many working days. */
  policy_ask: "10w",
  /** What may be asked of a model in 24 hours: altogether, by one room, and in tokens. */
  model_day: 2000,
  model_room_day: 60,
  model_tokens_day: 2_000_000,
  /** An invitation code is good for so many days; so many that are none may be tried by one account in 24 hours. */
  invitation_days: 7,
  code_tries: 5,
  /** Rota reminders, and the one on the day itself. */
  rota_at: "09:00",
  rota_day_at: "08:40",
} as const;

export type Limits = {
  [K in keyof typeof DEFAULTS]: (typeof DEFAULTS)[K] extends number ? number : K extends `${string}_at` ? string : Limit;
};

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/u;

export type LimitError = { key: string; say: string };

/** What is wrong with a town's limits; undefined when nothing is. */
export function checkLimits(given: Readonly<Record<string, unknown>>): LimitError | undefined {
  for (const [key, value] of Object.entries(given)) {
    if (!(key in DEFAULTS)) return { key, say: `没有叫 ${key} 的限额` };
    const standard = DEFAULTS[key as keyof typeof DEFAULTS];
    if (typeof standard === "number" ? !(typeof value === "number" && Number.isInteger(value) && value >= 0) : typeof value !== "string")
      return { key, say: "写法不对" };
    if (typeof value === "string" && !(TIME.test(standard as string) ? TIME.test(value) : readLimit(value)))
      return { key, say: "应写成 4h、1w、3d 或 10:00 这样" };
  }
  return undefined;
}

/** The town's limits over the defaults. */
export function readLimits(given: Readonly<Record<string, unknown>>): Limits {
  const entries = Object.entries(DEFAULTS).map(([key, standard]) => {
    const value = (given[key] ?? standard) as string | number;
    return [key, typeof value === "string" ? (readLimit(value) ?? value) : value];
  });
  return Object.fromEntries(entries) as Limits;
}
