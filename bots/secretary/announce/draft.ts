import type { Ask } from "../../../src/flow/index.ts";
import { type Audience, printRepeat, rosterOf } from "../../../src/notice/index.ts";
import { suggestedFor, type Turn } from "../../../src/people/index.ts";
import { readAudience } from "./audience.ts";
import { readSentence } from "./read.ts";
import { acknowledges } from "./received.ts";
import { beyond, scopeName, scopeOf } from "./scope.ts";
import { noSuchDay, readWhen } from "./when.ts";

/** A notice that is being written: what is known of it, and what is wrong with what was said. */
export type Draft = {
  to?: Audience;
  /** Named by more than one piece of the audience; they count once. */
  twice?: string[];
  text?: string;
  /** A model drafted the words; nobody has changed them since. */
  drafted?: boolean;
  at: number | null;
  repeats: string | null;
  wrong: { to?: string; text?: string; when?: string };
  /** The notice that was not sent yet and gives way to this one. */
  replaces?: number;
};

const EMPTY: Draft = { at: null, repeats: null, wrong: {} };

/** What the opening sentence says; or a draft handed on, to be looked at again. */
export function draftOf(opening: { text: string; facts: Record<string, unknown> }, turn: Turn): Draft {
  const given = opening.facts["draft"] as Draft | undefined;
  if (given) return given;
  const said = readSentence(opening.text, (words) => "audience" in readAudience(words, turn));
  let draft = EMPTY;
  if (said.to !== undefined) draft = withAudience(draft, said.to, turn);
  const drafted = suggestedFor<string>(turn, "announce");
  if (drafted !== undefined) draft = { ...withText(draft, drafted, turn), drafted: true };
  else if (said.text !== undefined) draft = withText(draft, said.text, turn);
  return said.when === undefined ? draft : withWhen(draft, said.when, turn);
}

export function withAudience(draft: Draft, words: string, turn: Turn): Draft {
  const { to: _to, twice: _twice, ...rest } = draft;
  const read = audienceAsk(turn).read(words, { now: turn.now, zone: turn.calendar.zone });
  if (!read.ok) return { ...rest, wrong: { ...draft.wrong, to: read.say } };
  return { ...rest, ...read.value, wrong: { ...draft.wrong, to: "" } };
}

export function withText(draft: Draft, text: string, turn: Turn): Draft {
  const wrong = noSuchDay(text, turn);
  const { text: _text, drafted: _drafted, ...rest } = draft;
  return wrong ? { ...rest, wrong: { ...draft.wrong, text: wrong } } : { ...rest, text, wrong: { ...draft.wrong, text: "" } };
}

export function withWhen(draft: Draft, words: string, turn: Turn): Draft {
  const when = readWhen(words, turn);
  if (!when) return { ...draft, wrong: { ...draft.wrong, when: `没看懂“${words}”是什么时候，请说发送时间，例如“明早九点”；马上发请说“现在”。` } };
  if ("wrong" in when) return { ...draft, wrong: { ...draft.wrong, when: when.wrong } };
  return { ...draft, ...when, wrong: { ...draft.wrong, when: "" } };
}

type Addressed = { to: Audience; twice: string[]; text?: string };

/** Whom it is for: somebody, and nobody whom the author may not speak to. */
export function audienceAsk(turn: Turn): Ask<Addressed> {
  const { directory, who } = turn;
  return {
    kind: "audience",
    read: (words) => {
      const alone = readAudience(words, turn);
      // Asked for whom, somebody may say the whole of it once more.
      const said = "unknown" in alone ? readSentence(words, (each) => "audience" in readAudience(each, turn)) : {};
      const named = said.to === undefined ? alone : readAudience(said.to, turn);
      if ("unknown" in named) return { ok: false, say: `没有找到“${named.unknown}”，请说群名、人名、单位、链、队，或“所有企业”这样的范围。` };
      const roster = rosterOf(named.audience, directory, who.id);
      if (!roster.length) return { ok: false, say: `“${named.audience.said ?? words}”里没有别人，请换一个范围。` };
      const scope = scopeOf(who.id, directory);
      const [outside] = beyond(named.audience, scope, who.id, directory);
      if (outside) return { ok: false, say: `您可以给${scopeName(scope)}发通知，${outside.name}不在其中，请换一个范围，或请全市的书记来发。` };
      return {
        ok: true,
        value: {
          ...(said.text === undefined ? {} : { text: said.text }),
          to: named.audience,
          twice: named.twice.flatMap((each) => (each === who.id ? [] : [directory.person(each).name])),
        },
      };
    },
    spot: () => undefined,
    print: (value) => value.to.said ?? "",
    examples: ["氟硅链的企业", "全体志愿者", "荣师傅和王小云"],
  };
}

/** The words of the notice: not 收到, which was said to another one meanwhile; a day that does not exist is asked about before
 *  anybody is told to come on it. */
export const bodyAsk = (turn: Turn): Ask<string> => ({
  kind: "text",
  read: (words) => {
    const wrong = words.trim().length < 2 || acknowledges(words.trim()) ? "请说通知的内容。" : noSuchDay(words, turn);
    return wrong ? { ok: false, say: wrong } : { ok: true, value: words.trim().slice(0, 2000) };
  },
  spot: () => undefined,
  print: (value) => value,
  examples: ["周五下午两点在一楼会议室开会"],
});

export const whenAsk = (turn: Turn): Ask<{ at: number | null; repeats: string | null }> => ({
  kind: "when",
  read: (words) => {
    const when = readWhen(words, turn);
    if (!when) return { ok: false, say: "请说发送时间，例如“明早九点”；马上发请说“现在”。" };
    return "wrong" in when ? { ok: false, say: when.wrong } : { ok: true, value: when };
  },
  spot: () => undefined,
  print: (value) => (value.repeats === null ? "" : printRepeat(value.repeats)),
  examples: ["现在", "明早九点", "每周一上午九点"],
});

/** What the preview was answered. */
export type Decision = { do: "send" | "ask" | "cancel" } | { do: "change"; words: string };

const SEND = /^(?:1|１|发送?|发吧|发出|确认|确定|可以|好的?|是的?|没问题|ok|发送吧)[吧了。！!]*$/iu;
const ASK = /^(?:2|２|改|修改|改一下|要改)[。！!]*$/u;
const CANCEL = /^(?:3|３|取消|不发了?|算了|不用了|先不发)[吧。！!]*$/u;
const CHANGE =
  /^(?:把)?(?:正文|内容|文字|时间|发送时间|范围|对象|人)?(?:改成|改为|改到|换成|改发)|^(?:只|都)?发给|^(?:加上|再加|去掉|除了|不发给)|^(?:每|今|明|后|大后|下|这|本|周|星期|\d|早上|晚上|上午|下午|现在|马上)[^，。]{1,16}(?:发送?|[点时分半刻天日])$/u;

/** 1 发送 2 改 3 取消, or at once what is to be another. */
export const decisionAsk: Ask<Decision> = {
  kind: "decision",
  read: (text) => {
    const words = text.trim();
    if (SEND.test(words)) return { ok: true, value: { do: "send" } };
    if (ASK.test(words)) return { ok: true, value: { do: "ask" } };
    if (CANCEL.test(words)) return { ok: true, value: { do: "cancel" } };
    if (CHANGE.test(words)) return { ok: true, value: { do: "change", words } };
    return { ok: false, say: "还没发。请回复 1 发送 2 改 3 取消；也可以直接说“明早九点发”“发给……”“正文改成……”。" };
  },
  spot: () => undefined,
  print: (value) => value.do,
  labels: ["发送", "改", "取消"],
  examples: ["1", "明早九点发"],
};

/** What somebody wants changed: its time, its audience, else its words. */
export function changed(draft: Draft, said: string, turn: Turn): Draft {
  const words = said.trim().replace(/^把/u, "");
  const to =
    /^(?:范围|对象|人)?(?:改成|改为|换成|改)?(?:只|都)?发?给(.+?)(?:发)?$/u.exec(words)?.[1] ?? /^(?:范围|对象|人)(?:改成|改为|换成)(.+)$/u.exec(words)?.[1];
  if (to) return withAudience(draft, to, turn);
  const apart = /^(?:去掉|不发给|除了)(.+?)(?:以外|之外|外)?$/u.exec(words)?.[1];
  if (apart) return withAudience(draft, `${draft.to?.said ?? ""}（不含${apart}）`, turn);
  const more = /^(?:加上|再加上?)(.+)$/u.exec(words)?.[1];
  if (more) return withAudience(draft, `${draft.to?.said ?? ""}和${more}`, turn);
  const when = /^(?:发送)?时间(?:改成|改为|改到|换成)(.+)$/u.exec(words)?.[1] ?? /^(?:改成|改到|改为)?(.{2,16}?)(?:再)?发送?$/u.exec(words)?.[1];
  if (when && readWhen(when, turn)) return withWhen(draft, when, turn);
  const text = /^(?:正文|内容|文字)?(?:改成|改为|换成)[：:，,\s]*([\s\S]+)$/u.exec(words)?.[1];
  if (text) return withText(draft, text, turn);
  const short = words.length <= 16 && /[点时天日早晚半刻现]/u.test(words) ? readWhen(words, turn) : undefined;
  return short && CHANGE.test(words) ? withWhen(draft, words, turn) : withText(draft, words, turn);
}
