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

/** `就是区里那位老李`, `她说还要环评`: said of something that was spoken of before. */
const REFERS =
  /^(?:就是|也就是|其实|主要(?:是|还是)|[他她它](?:们|说|要|又|还|那)|(?:对方|人家|那边|那家|这事|那事|这件事|刚才(?:说的)?|上面(?:说的)?)|而且|再说|还有就是|补充)/u;
const FRESH_MS = 2 * 3_600_000;

/** What the same person raised a short while ago, if these words go on with it. In a group nothing is offered that was told in confidence. */
export const goesOnWith = (open: readonly Matter[], detail: string, { who, room, now }: Turn): Matter | undefined =>
  REFERS.test(detail)
    ? open.findLast(
        (each) => each.kind === "problem" && each.raiser_id === who.id && now - each.opened_at <= FRESH_MS && (!each.private || room.kind === "direct"),
      )
    : undefined;
export const goesOnAsk = choice({ same: ["是", "补充进去", "是的", "对", "接着说的"], other: ["另一件", "是另一件事", "不是", "单独登记"] });
