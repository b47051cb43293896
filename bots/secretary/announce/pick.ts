import { type Answers, type Ask, flow, type Seen } from "../../../src/flow/index.ts";
import { type Notice, noticesFor, titleOf } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";

const DAY_MS = 86_400_000;
/** Older notices are not meant by 刚才的通知. */
export const KNOWN_MS = 30 * DAY_MS;
/** Several of these days may be meant by it, and are asked about. */
const RECENT_MS = 7 * DAY_MS;
const MOST_OFFERED = 6;
/** So many letters in common with a notice's first line name it. */
const SHARED = 3;

type Opened = Answers & { text: string; facts: Record<string, unknown> };
export type Picked = Opened & { found: Notice[]; meant?: number; pick?: number };

/** Opens a flow about one of the notices its speaker may change: the one quoted or named, else the only recent one; asked
 *  when several are. Each notice answers for itself, taken back or not. */
export function aboutNoticeOf(name: string, fits: (one: Notice, answers: Seen<Opened & { found: Notice[] }>) => boolean) {
  return flow<Turn>(name)
    .opensOn([], { understands: name })
    .look("found", noticesFor, (_, { who, directory, now }) => ({
      author: who.id,
      everything: directory.isTown(who.id, "secretary"),
      people: [],
      since: now - KNOWN_MS,
    }))
    .know("meant", (a, turn) => {
      const id = onlyOne(candidates(a, turn, fits), a.text, turn);
      return id === undefined ? undefined : { value: id };
    })
    .askIf(
      (a, turn) => a.meant === undefined && candidates(a, turn, fits).length > 1,
      "pick",
      (a, turn) => whichAsk(candidates(a, turn, fits)),
      (a, turn) =>
        `您说的是哪一条？\n${candidates(a, turn, fits)
          .map((each, n) => `${n + 1} “${titleOf(each)}”（${stateOf(each, turn)}）`)
          .join("\n")}`,
      { spot: false },
    );
}

export const chosen = (a: Picked): Notice | undefined => a.found.find((each) => each.id === (a.meant ?? a.pick));

function candidates(a: Seen<Opened & { found: Notice[] }>, turn: Turn, fits: (one: Notice, answers: typeof a) => boolean): Notice[] {
  const own = a.found.filter((each) => each.kind === "announcement" && fits(each, a));
  const recent = own.filter((each) => (each.sent_at ?? each.made_at) >= turn.now - RECENT_MS);
  return (recent.length ? recent : own.slice(0, 1)).slice(0, MOST_OFFERED);
}

function onlyOne(list: readonly Notice[], words: string, turn: Turn): number | undefined {
  const quoted = list.find((each) => each.id === turn.notice);
  if (quoted) return quoted.id;
  const named = list.length > 1 ? list.filter((each) => shares(words, titleOf(each))) : list;
  return named.length === 1 ? named[0]?.id : undefined;
}

/** Whether the words take something up from a notice's first line, other than that it is one. */
function shares(words: string, title: string): boolean {
  const said = words.replace(/通知|更正|撤回|取消/gu, "，");
  for (let at = 0; at + SHARED <= title.length; at += 1) if (said.includes(title.slice(at, at + SHARED))) return true;
  return false;
}

function stateOf(one: Notice, { calendar }: Turn): string {
  if (one.state === "withdrawn") return "已撤回";
  if (one.state === "draft") return "等同意";
  if (one.state === "approved") return `${calendar.print(one.planned_at ?? one.made_at)}发`;
  return `${calendar.print(one.sent_at ?? one.made_at)}已发`;
}

function whichAsk(list: readonly Notice[]): Ask<number> {
  return {
    kind: "notice",
    read: (text) => {
      const said = text.trim();
      const place = /^(?:第|选)?(\d{1,2})(?:条|个)?$/u.exec(said)?.[1];
      const found = place ? list[Number(place) - 1] : list.find((each) => said.length > 1 && titleOf(each).includes(said));
      return found ? { ok: true, value: found.id } : { ok: false, say: "请回复前面的序号。" };
    },
    spot: () => undefined,
    print: String,
    labels: list.map((each) => titleOf(each).slice(0, 12)),
    examples: ["1"],
  };
}
