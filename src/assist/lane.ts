import { BY_LETTER, CUES, LANES } from "./lane-words.ts";

const MAX_LOOK = 2000;
/** How much a lane must lead by, in letters of its words, to be no guess. */
const LEAD = 2;

export type LaneFound = { lane: string; words: string[]; /** No other lane comes near. */ sure: boolean; others: string[] };

/** Which lane a problem belongs to, by its words. */
export function laneOf(text: string): LaneFound {
  const found = new Map<string, Set<string>>();
  const looked = text.slice(0, MAX_LOOK);
  for (let at = 0; at < looked.length; at++)
    for (const { lane, word } of BY_LETTER.get(looked[at] as string) ?? [])
      if (looked.startsWith(word, at)) found.set(lane, (found.get(lane) ?? new Set()).add(word));
  const cues = CUES.flatMap(([lane, pattern, weight]) => {
    const words = pattern.exec(looked)?.[0];
    if (!words) return [];
    if (!found.has(lane)) found.set(lane, new Set([words]));
    return [{ lane, weight }];
  });
  const scored = [...found]
    .map(([lane, all]) => {
      const words = [...all].filter((word) => ![...all].some((other) => other !== word && other.includes(word)));
      const cued = cues.filter((each) => each.lane === lane).reduce((sum, each) => sum + each.weight, 0);
      return { lane, words, score: words.reduce((sum, word) => sum + word.length, cued) };
    })
    .toSorted((a, b) => b.score - a.score || LANES.indexOf(a.lane) - LANES.indexOf(b.lane));
  const [best, second] = scored;
  if (!best) return { lane: "other", words: [], sure: false, others: [] };
  return { lane: best.lane, words: best.words, sure: !second || best.score >= second.score + LEAD, others: scored.slice(1).map((each) => each.lane) };
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
