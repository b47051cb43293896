import { piecesOf } from "./because.ts";
import { toShares, train } from "./classifier.ts";
import { laneExamples } from "./lane-examples.ts";
import { readSpoken } from "./spoken.ts";
import { BY_LETTER, CUES, LANES, LISTED } from "./lane-words.ts";

export { laneExamples };

const MAX_LOOK = 2000;
/** How much a lane must lead by, in letters of its words, to be no guess. */
const LEAD = 2;

export type LaneFound = { lane: string; words: readonly string[]; /** No other lane comes near. */ sure: boolean; others: readonly string[] };

const NONE: LaneFound = { lane: "other", words: [], sure: false, others: [] };
const EVERYDAY =
  /停电|跳闸|限电|断电|电压|变压器|停水|停气|天然气|蒸汽|道路|路灯|堵车|公交|班车|宿舍|食堂|看病|噪音|垃圾|停车|网络|排水|污水|雨水|管网|淹|村民|公园|红绿灯|租房/u;
/** What the sentences of a lane weigh beside its words: a letter of a word is one. */
const SENTENCES = 8;
/** Sentences alone say which lane it is only when they are this clear. */
const CLEAR = 0.4;
/** 反映问题 is like no lane. */
const LEAST = 6;
const learnt = train([
  ...Object.entries(laneExamples).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent }))),
  ...[...readSpoken(new URL("lane-spoken.tsv", import.meta.url))].flatMap(([intent, texts]) => texts.map((text) => ({ text, intent }))),
  ...LISTED.map(({ lane, word }) => ({ text: word, intent: lane })),
]);

/** Which lane a problem belongs to, by its words and by what sentences of each lane are like. */
export function laneOf(text: string): LaneFound {
  const found = likeliest(text);
  // A road or a smell belongs nowhere else, but nobody said so: the lane is asked for.
  return found.lane === "other" && !found.words.some((word) => EVERYDAY.test(word)) ? NONE : found;
}

/** As `laneOf`, with 其他 where a sentence is only like those of that lane. A flow asks at each of its steps, for all of a batch in
 *  turn: what was found is kept as long as that. */
export function likeliest(text: string): LaneFound {
  const looked = text.slice(0, MAX_LOOK);
  const known = kept.get(looked) ?? find(looked);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(looked, known);
  return known;
}

const MOST_KEPT = 300;
const kept = new Map<string, LaneFound>();

function find(looked: string): LaneFound {
  const found = wordsIn(looked);
  const letters = new Map([...found].map(([lane, words]) => [lane, [...words].reduce((sum, word) => sum + word.length, 0)]));
  for (const [lane, pattern, weight] of CUES) {
    const words = pattern.exec(looked)?.[0];
    if (!words) continue;
    letters.set(lane, (letters.get(lane) ?? 0) + weight);
    if (!found.has(lane)) found.set(lane, [words]);
  }
  const scores = learnt.score(looked);
  const odds = learnt.intents.map((lane, at) => [lane, scores[at] ?? 0] as const);
  const middle = odds.reduce((sum, [, each]) => sum + each, 0) / odds.length;
  const scored = odds
    .map(([lane, each]) => ({ lane, score: (letters.get(lane) ?? 0) + SENTENCES * (each - middle) }))
    .toSorted((a, b) => b.score - a.score || LANES.indexOf(a.lane) - LANES.indexOf(b.lane));
  const [best, second] = scored;
  if (!best || !second) return NONE;
  toShares(scores);
  const place = learnt.intents.indexOf(best.lane);
  const words = found.get(best.lane) ?? ((scores[place] ?? 0) >= CLEAR && looked.length >= LEAST ? piecesOf(looked, learnt, place) : []);
  if (!words.length) return NONE;
  const others = scored.slice(1).filter((each) => letters.has(each.lane));
  const most = Math.max(0, ...others.map((each) => letters.get(each.lane) ?? 0));
  return { lane: best.lane, words, sure: (letters.get(best.lane) ?? 0) >= most + LEAD, others: others.map((each) => each.lane) };
}

/** The words of every lane that stand in a text; a word within another is not one. */
function wordsIn(text: string): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (let at = 0; at < text.length; at++)
    for (const { lane, word } of BY_LETTER.get(text[at] as string) ?? [])
      if (text.startsWith(word, at)) found.set(lane, (found.get(lane) ?? new Set()).add(word));
  return new Map([...found].map(([lane, all]) => [lane, [...all].filter((word) => ![...all].some((other) => other !== word && other.includes(word)))]));
}

const NAMED: readonly [string, RegExp][] = [
  ["law", /法律|法务|律师|律所|司法|法院/u],
  ["policy", /政策|专班|审批|税务|财政|贴息|工信|发改|环保|生态环境|住建|应急/u],
  ["technology", /技术|专家|总工|工艺|科技局|研发/u],
  ["finance", /银行|融资|金融|贷款/u],
  ["talent", /人才|人社|招工|用工|劳动就业/u],
  ["supply", /供需|商务|采购|供应链/u],
  ["party", /党建|党务|组织部/u],
];
/** A lane after these words is where a task is sent; after a denial it is where it comes from. */
const SENT = /(?<!不)(?:转到?|找|归|给|由|派|交|属于|(?<!不|不应该?)是|应该|得|改成|去)(?!我|我们)(.{0,8})/gu;
const DENIED = /(?:不是|不属于|不归|非)[^，,。]{0,8}/gu;

/** The lane that a task should go to, when the sentence names it. */
export function laneNamed(text: string): string | undefined {
  const rest = text.slice(0, MAX_LOOK).replaceAll(DENIED, " ");
  for (const found of rest.matchAll(SENT)) {
    const lane = NAMED.find(([, words]) => words.test(found[1] ?? ""))?.[0];
    if (lane) return lane;
  }
  return NAMED.find(([, words]) => words.test(rest))?.[0];
}

const COMPLAINT =
  /投诉|举报|吃拿卡要|刁难|索要|索贿|受贿|行贿|好处费|回扣|(?:收|要|塞|送|索)红包|表示表示|态度[很太十分非常特别]{0,2}(?:恶劣|差|蛮横)|拖着不办|故意拖|推诿|推三阻四|踢皮球|乱收费|乱罚款|不作为|乱作为|打击报复|穿小鞋|以权谋私|爱答不理/gu;

/** Words of a complaint about people rather than things. */
export const complaintWords = (text: string): string[] => [...text.slice(0, MAX_LOOK).matchAll(COMPLAINT)].map((found) => found[0]);
