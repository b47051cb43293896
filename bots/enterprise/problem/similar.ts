import { choice } from "../../../src/flow/asks/choice.ts";
import type { Matter } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";

/** Share of the shorter text's pairs of characters that the other has too, 0…1. */
export function likeness(a: string, b: string): number {
  const [x, y] = [pairs(a), pairs(b)];
  const smaller = Math.min(x.size, y.size);
  return smaller ? x.intersection(y).size / smaller : 0;
}

const pairs = (text: string): Set<string> => {
  const plain = text.replace(/[\s\p{P}\d]/gu, "");
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, at) => plain.slice(at, at + 2)));
};

/** The same person pastes the same words again: only then is it taken for the same thing. */
const SAME_WORDS = 0.6;

/** An open report of the same enterprise that this may be: a colleague's in the same lane, in whatever words; one's own
 *  only in nearly the same ones. Offered, never merged by the machine alone. */
export function similarOf(open: readonly Matter[], detail: string, lane: string, turn: Turn): Matter | undefined {
  return open.find((each) => {
    if (each.kind !== "problem" || each.private) return false;
    const mine = each.raiser_id === turn.who.id || each.colleagues.includes(turn.who.id);
    return mine ? likeness(each.detail, detail) >= SAME_WORDS : each.lane === lane || likeness(each.detail, detail) >= SAME_WORDS;
  });
}

export const similarAsk = choice({
  same: ["一起反映", "同一件", "是同一件", "一起", "加入", "是"],
  other: ["另一件", "是另一件事", "不是", "另外的", "单独登记"],
});
