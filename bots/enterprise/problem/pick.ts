import type { AskContext, Ask, Effect } from "../../../src/flow/index.ts";
import { type Answers, flow, say, type Seen } from "../../../src/flow/index.ts";
import { type Matter, mattersBy, type MattersBy, type Refusal } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { gist } from "./words-of.ts";

type Opened = Answers & { text: string; facts: Record<string, unknown> };
export type Found = Opened & { found: Matter[]; pick?: string };

/** Which of these numbers is meant: answered by the number, by its digits, or by its place in the list. */
export function numberAsk(list: readonly Matter[]): Ask<string> {
  const spot = (text: string) =>
    list.find((each) => text.includes(each.no) || new RegExp(`(?<!\\d)0*${Number(each.no.split("-").at(-1))}(?!\\d)`).test(text.replace(/\s/g, "")));
  return {
    kind: "matter",
    read: (text: string, _context: AskContext) => {
      const exact = list.find((each) => text.includes(each.no));
      const place = list[Number(text.trim()) - 1];
      const found = exact ?? place ?? spot(text.slice(0, 40));
      return found ? { ok: true, value: found.no } : { ok: false, say: "请回复编号，或前面的序号。" };
    },
    spot: (text: string) => {
      const found = list.find((each) => text.includes(each.no));
      return found && { value: found.no, words: found.no };
    },
    print: (value) => value,
    labels: list.map((each) => each.no),
    examples: list.slice(0, 2).map((each) => each.no),
  };
}

export type As = "owner" | "raiser" | "anyone";

/** Opens a flow about one matter: the one named, quoted or pressed; else whichever of theirs fits, asked when several do. */
export function aboutMatter(
  name: string,
  triggers: readonly string[],
  as: As,
  fits: (one: Matter, turn: Turn) => boolean,
  options: { intents?: readonly string[]; all?: boolean } = {},
) {
  const which = (answers: Seen<Opened>, turn: Turn): MattersBy => {
    const no = answers.facts["no"] ?? answers["no"];
    if (typeof no === "string") return { by: "no", value: no, all: true };
    if (turn.about !== undefined) return { by: "id", value: turn.about, all: true };
    return { by: as === "owner" ? "owner" : "raiser", value: turn.who.id, all: options.all ?? false };
  };
  return flow<Turn>(name)
    .opensOn(triggers, { understands: options.intents ?? name })
    .look("found", mattersBy, which)
    .askIf(
      (answers, turn) => candidates(answers, turn, fits).length > 1,
      "pick",
      (answers, turn) => numberAsk(candidates(answers, turn, fits)),
      (answers, turn) =>
        `您说的是哪一件？\n${candidates(answers, turn, fits)
          .map((each, n) => `${n + 1} ${each.no} ${gist(each)}`)
          .join("\n")}`,
      { fact: "no" },
    );
}

const MOST_OFFERED = 6;
/** Matters of other kinds have steps of their own: their capability takes them. */
export const isProblem = (one: Matter): boolean => one.kind === "problem" || one.kind === "call";

/** In a group nothing is offered that was told in confidence; who names it there has made it known. */
function mentionable(answers: Answers & { found: Matter[] }, turn: Turn): Matter[] {
  const named = (answers["facts"] as Record<string, unknown> | undefined)?.["no"];
  return answers.found.filter((each) => isProblem(each) && (!each.private || turn.room.kind === "direct" || each.no === named));
}

function candidates(answers: Seen<Answers & { found: Matter[] }>, turn: Turn, fits: (one: Matter, turn: Turn) => boolean): Matter[] {
  const own = mentionable(answers, turn);
  return own.length <= 1 ? own : own.filter((each) => fits(each, turn)).slice(0, MOST_OFFERED);
}

/** The matter meant, once it is clear. */
export function chosen(answers: Answers & { found: Matter[] }, turn: Turn, fits: (one: Matter, turn: Turn) => boolean): Matter | undefined {
  if (answers["pick"]) return answers.found.find((each) => each.no === answers["pick"]);
  const own = mentionable(answers, turn);
  return own.length === 1 ? own[0] : own.filter((each) => fits(each, turn))[0];
}

const REFUSALS: Record<Refusal["refused"], string> = {
  "not-yours": "由别人办理，这一步要由经办人来说。",
  closed: "已经结束了。",
  "not-open": "现在不需要这一步。",
  "last-bounce": "已经是兜底办理，不能再转了。请办理；确实办不了，可以回复“办不了，原因……”走会签。",
  already: "已经是这个状态了。",
  "no-signer": "上面没有可以会签的人，请联系产业链党委书记。",
  paused: "已经暂停了。",
  "not-done": "还没有办完。",
};
export const refusedSay = (one: Matter, why: Refusal, owner: string): Effect[] => [
  say(why.refused === "not-yours" ? `${one.no} 由${owner}办理，这一步要由经办人来说。` : `${one.no} ${REFUSALS[why.refused]}`, { matter: one.id }),
];
export const notFound = (no: unknown, otherwise: string): Effect[] => [say(typeof no === "string" ? `没有查到您能办的 ${no}，请核对编号。` : otherwise)];
