import { choice } from "../../../src/flow/asks/choice.ts";
import type { Ask, AskContext, Read } from "../../../src/flow/index.ts";
import { type Condition, conditionIn, type Said } from "./condition.ts";
import { type Household, mentionsIn, names, placed } from "./household.ts";
import { readReport, type Reading } from "./reading.ts";
import { allWell, type Charge, type Question, type Reply } from "./settle.ts";

export const CONDITIONS: Record<Condition["state"], string> = { safe: "平安", missing: "没人应", concern: "有情况", absent: "外出" };

const numbered = (list: readonly Household[]): string => list.map((each, at) => `${at + 1} ${placed(each)}`).join(" ");

/** The question in words: its choices are numbered. */
export function worded(question: Question): string {
  switch (question.asks) {
    case "which":
      return `“${question.words}”有${question.among.length}户：${numbered(question.among)}。${CONDITIONS[question.condition.state]}的是哪一户？请回复序号。`;
    case "count": {
      const { said, lacking, more, among, condition } = question;
      const which = lacking === 1 ? "哪一户" : `哪${lacking}户`;
      return `${more ? "还没说全" : `您今天要报的有${among.length}户`}，只说了${said}户平安，${which}${CONDITIONS[condition.state]}？${numbered(among)}。请回复序号${lacking > 1 ? "，例如“1、2”" : ""}；有别的情况请直接说。`;
    }
    case "fewer":
      return `您今天要报的是${question.among.length}户，不是${question.said}户：${names(question.among)}。这${question.among.length}户 1 都平安 2 不是？`;
    case "still": {
      const list = names(question.among);
      return `${list}您之前报的是${CONDITIONS[question.among[0]?.state as Condition["state"]]}：1 现在也平安了 2 还是没好，其他平安？请回复序号。`;
    }
    case "how":
      return `${question.one.name}怎么样？1 没人应 2 不舒服 3 外出 4 平安。请回复序号。`;
  }
}

/** The elders whose homes the question shows. */
export const shownBy = (question: Question): number[] =>
  question.asks === "which" || question.asks === "count" ? question.among.flatMap((each) => (each.home ? [each.elder] : [])) : [];

/** Reads the answer to a question; a whole report, said anew, answers it too. */
export function replyAsk(question: Question, charge: Charge, said: Said): Ask<Reply> {
  const own = readerOf(question, charge, said);
  return {
    kind: "check-in reply",
    read: (text, context): Read<Reply> => {
      const first = own(text.trim(), context);
      if (first.ok) return first;
      const report = readReport(text, charge.team, said);
      return report && (report.scope || report.count !== null || report.told.length) ? { ok: true, value: { instead: report } } : first;
    },
    spot: () => undefined,
    print: () => "",
    ...(question.asks === "which" ? { labels: question.among.map((each) => each.name) } : {}),
    examples: ["1"],
  };
}

type Reader = (text: string, context: AskContext) => Read<Reply>;

function readerOf(question: Question, charge: Charge, said: Said): Reader {
  switch (question.asks) {
    case "which":
      return (text) => picked(text, question.among, question.condition, undefined);
    case "count":
      return (text) => {
        const told = readReport(text, charge.mine, said)?.told ?? [];
        const one = told.length > 0 && told.length <= question.lacking && told.every((each) => each.among.length === 1);
        if (one) return { ok: true, value: { told: told.map((each) => ({ elder: each.among[0] as number, condition: conditionIn(each) })) } };
        return picked(text, question.among, question.condition, question.lacking);
      };
    case "fewer":
      return chosen({ well: ["都平安", "是", "对", "平安"], no: ["不是", "不对"] }, (which) => (which === "well" ? { instead: allWell } : { taken: "back" }));
    case "still":
      return chosen({ well: ["现在也平安了", "也平安了", "平安了", "都平安"], same: ["还是没好", "还是没人应", "没好"] }, (which) => ({
        told: question.among.map((each) => ({
          elder: each.elder,
          condition: { state: which === "well" ? ("safe" as const) : (each.state as Condition["state"]) },
        })),
      }));
    case "how":
      return chosen({ missing: ["没人应"], concern: ["不舒服"], absent: ["外出"], safe: ["平安"] }, (state) => ({
        told: [{ elder: question.one.elder, condition: { state } }],
      }));
  }
}

function chosen<K extends string>(labels: Record<K, readonly string[]>, reply: (which: K) => Reply): Reader {
  const ask = choice(labels);
  return (text, context) => {
    const read = ask.read(text, context);
    return read.ok ? { ok: true, value: reply(read.value) } : read;
  };
}

/** Some of a list, by their numbers, names or doors: no more of them than are looked for. */
function picked(text: string, among: readonly Household[], condition: Condition, count: number | undefined): Read<Reply> {
  const digits = /^[\d\s、,，.和]+$/u.test(text) ? (text.match(/\d+/gu) ?? []).map((each) => among[Number(each) - 1]) : undefined;
  const named = mentionsIn(text, among).flatMap((each) => among.filter((one) => each.among.includes(one.elder)));
  const list = digits ?? (text.length <= 40 ? named : []);
  const found = [...new Set(list.flatMap((each) => each ?? []))];
  if (!found.length || list.includes(undefined)) return { ok: false, say: `请回复前面的序号：${numbered(among)}。` };
  if (count !== undefined && found.length > count) return { ok: true, value: { taken: "back" } };
  return { ok: true, value: { told: found.map((each) => ({ elder: each.elder, condition })) } };
}

/** What somebody says on the day's prompt: a report, or a picture or voice that is asked about. */
export function reportAsk(charge: Charge, moment: Said, media: readonly { kind: string }[]): Ask<Reading> {
  const say = "请说说各家情况，例如“都好”“刘阿姨没人应”“都好，就3号楼那户没人应”。";
  return {
    kind: "check-in",
    read: (text) => {
      const said = text.trim();
      const reading = said ? (agreed(said, charge) ?? readReport(said, charge.team, moment)) : mediaOf(charge, media);
      return reading && concerns(reading, charge) ? { ok: true, value: reading } : { ok: false, say };
    },
    spot: () => undefined,
    print: () => "",
    examples: ["都好", "刘阿姨没人应"],
  };
}

/** What is kept of a picture or a voice that came without words; its sender was asked whether all are well. */
export const WORDLESS = { picture: "[图片]", voice: "[语音]" };
const isWordless = (words: string | null): boolean => words !== null && Object.values(WORDLESS).includes(words);

/** Asked about once a morning: whoever sends ten pictures is not asked ten times. */
function mediaOf({ mine }: Charge, media: readonly { kind: string }[]): Reading | undefined {
  const kind = media.find((each) => each.kind === "picture" || each.kind === "voice")?.kind;
  const waits = open(mine).length > 0 && mine.every((each) => each.words === null);
  return waits && (kind === "picture" || kind === "voice") ? { ...allWell, scope: null, media: kind } : undefined;
}

/** `是的` to the question whether all are well. */
const agreed = (text: string, { mine }: Charge): Reading | undefined =>
  open(mine).some((each) => isWordless(each.words)) && /^(是|是的|对|对的|嗯|没事|好的|都好的)[。！!]?$/u.test(text) ? allWell : undefined;

/** Still to be heard of. */
const open = (list: readonly Household[]): Household[] => list.filter((each) => ["waiting", "silent"].includes(each.state));

/** `都好` of somebody who answers for nobody is talk. */
const concerns = (reading: Reading, { mine }: Charge): boolean => reading.told.length > 0 || mine.some((each) => each.state !== "absent");
