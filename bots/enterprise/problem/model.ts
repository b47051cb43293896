import { z } from "zod";
import type { Asks } from "../../../src/assist/model/asks.ts";
import { strayIn } from "../../../src/assist/model/stands.ts";
import type { Inquiry } from "../../../src/conversation/index.ts";
import { deed } from "../../../src/flow/index.ts";
import { entriesIn } from "./numbered.ts";
import { same } from "./same.ts";
import { readSummed, type Summed } from "./summed.ts";

/** A line waits for it; it goes out without, soon after. */
const DEADLINE_MS = 15_000;
const MOST_SENTENCES = 4;
const LONGEST_SENTENCE = 80;

const shape = z.object({ sentences: z.array(z.object({ text: z.string(), from: z.array(z.number()) })) });
type Answer = z.infer<typeof shape>;
type Sentence = { text: string; from: number[] };

/** Sentences whose numbers, names and days stand in the entries they name; the others are left out. */
function believed(answer: Answer, source: string): Sentence[] | undefined {
  const entries = entriesIn(source);
  const found = answer.sentences.slice(0, MOST_SENTENCES).flatMap(({ text, from }): Sentence[] => {
    const words = text.replaceAll(/\s+/gu, " ").trim();
    const named = [...new Set(from)].filter((each) => entries.has(each)).toSorted((a, b) => a - b);
    const cited = named.map((each) => entries.get(each)).join("\n");
    const sound = words && [...words].length <= LONGEST_SENTENCE && named.length && named.length === new Set(from).size && strayIn(words, cited) === undefined;
    return sound ? [{ text: words, from: named }] : [];
  });
  return found.length ? found : undefined;
}

const asks: Asks<Answer, Sentence[]> = {
  task: "summary",
  instruction: [
    "下面的资料是一件事的办理记录，每条前面有编号。写给接手的人看：问题是什么、已经做了什么、卡在哪里、答应过什么。",
    `最多${MOST_SENTENCES}句，每句不超过40字，只说记录里有的，数字、日期、人名照抄，不评价、不建议。`,
    "每句的 from 填这句话依据的编号。",
  ].join("\n"),
  shape,
  most: 6_000,
  deadlineMs: DEADLINE_MS,
  believed,
};

/** Who said it and when stands behind each sentence, from the record and not from the model. */
function printed(sentences: readonly Sentence[], { sources, no }: Summed): string {
  const lines = sentences.map(({ text, from }) => `· ${text.replace(/[。.]$/u, "")}（${from.flatMap((each) => sources[each - 1] ?? []).join("；")}）`);
  return `\n机器概括，供参考：\n${lines.join("\n")}\n以记录为准，问“${no}怎么样了”可以查看。`;
}

const summary: Inquiry<Summed> & { asks: Asks } = {
  task: "summary",
  asks: asks as Asks,
  gather: readSummed,
  makes: (value, known, { line_id, data }) => [
    deed("line.complete", { line: line_id, ...data, text: value && known ? printed(value as Sentence[], known) : null }),
  ],
};

export const inquiries = [summary, same] as readonly (Inquiry & { asks: Asks })[];
