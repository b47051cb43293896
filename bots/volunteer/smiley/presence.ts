import { deed, type Effect, flow, type Flow, say, type Ask } from "../../../src/flow/index.ts";
import { type Matter, mattersBy } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { settle } from "./alarm.ts";
import { type Morning, morningOf } from "./queries.ts";
import { greeting, timeOf } from "./words-of.ts";

/** A sign counts for the day from four in the morning on: who is up at 04:50 is up, who talks after midnight is still up. */
const DAY_BEGINS = "04:00";

/** The morning a sign given at that moment counts for. */
export function morningAt({ saidAt, calendar }: Pick<Turn, "saidAt" | "calendar">): string | undefined {
  return timeOf(saidAt, calendar) < DAY_BEGINS ? undefined : calendar.dateOf(saidAt);
}
const own = (_: unknown, turn: Turn) => ({ elder: turn.who.id, on: morningAt(turn) ?? turn.calendar.dateOf(turn.saidAt) });
const raised = (_: unknown, turn: Turn) => ({ by: "raiser", value: turn.who.id });

/** Feeling better, in the elder's own words, ends what worrying words began; an emergency needs whoever went there. */
const BETTER = /好多了|好些了|没事了|不(?:晕|疼|痛|咳|难受|烧)了|缓过来了/u;

/** Any word or press of an elder is a sign of life, wherever and to whomever it is said. */
export const sign = flow<Turn>("smiley.sign")
  .look("open", mattersBy, raised)
  .ends((a, turn) => {
    const on = morningAt(turn);
    const over = a.open.filter((each) => each.kind === "smiley" || (each.kind === "unwell" && BETTER.test(a.text)));
    return [
      ...(on === undefined ? [] : [deed("smiley.sign", { elder: turn.who.id, on, at: turn.saidAt })]),
      deed("expectation.close", { about: `smiley ${turn.who.id} ${turn.calendar.dateOf(turn.now)}` }),
      ...over.flatMap((each) => allClear(each, a.text, turn)),
    ];
  });

function allClear(one: Matter, text: string, { who, saidAt, now, calendar }: Turn): Effect[] {
  const at = timeOf(saidAt, calendar);
  const words = one.kind === "smiley" ? `${who.name}${at}报了平安，不用再找了，谢谢您。` : `${who.name}${at}说“${text.slice(0, 60)}”。`;
  return settle(one, { by: who.id, verb: "heard_from", words, state: "all_clear" }, now);
}

/** In the elder's own chat the first sign of a day is answered warmly; later ones are not: nobody wants that twice. */
export const greet = flow<Turn>("smiley.greet")
  .look("morning", morningOf, own)
  .ends(({ morning }, turn) => {
    const on = morningAt(turn);
    if (on === undefined) return [say(night(turn))];
    return morning.greeted ? [] : [deed("smiley.greeted", { elder: turn.who.id, on }), say(warm(morning, turn))];
  });

const night = ({ who }: Turn): string => `${who.display}，天还没亮，您好好休息，早上我再等您的平安。`;

function warm({ state, enrolled }: Morning, turn: Turn): string {
  const hello = `${turn.who.display}，${greeting(turn.now, turn.calendar)}！`;
  if (state === "alerted") return `${hello}收到您的平安就放心了，我这就告诉大家。`;
  return enrolled ? `${hello}收到您的平安，祝您今天顺心。` : `${hello}祝您今天顺心。`;
}

/** Short words that only answer the reminder: 嗯, 好, 在呢. What else is said has a meaning of its own. */
const SHORT = /^(?:嗯+|好的?|在(?:呢|的|家)?|1|醒了|刚醒|起了|刚起|没事|知道了|收到|哎|来了|忘了|谢谢(?:你|您)?)[呀啊了呢。！!，,～~]*$/u;
const shortWords: Ask<string> = {
  kind: "short",
  read: (text) => (SHORT.test(text.trim()) ? { ok: true, value: text } : { ok: false, say: "" }),
  spot: () => undefined,
  print: (value) => value,
  examples: [],
};

/** Heard as a sign already, and greeted: nothing more is to be said. */
const answer = flow<Turn>("smiley.answer")
  .ask("said", shortWords, "", { spot: false })
  .ends(() => []);

/** 早, said to the bot by anybody: an elder's is answered where it is heard as a sign. */
export const presence: readonly Flow<Turn>[] = [answer];
