import { button, type Effect, say, tell } from "../../../src/flow/index.ts";
import { type Correction, type Notice, rosterOf } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { approverFor, scopeOf } from "./scope.ts";

export const countOf = (one: Notice, { directory }: Pick<Turn, "directory">): number => rosterOf(one.audience, directory, one.author_id).length;

/** Many people, or all of them: what they are to confirm anew is looked at by somebody else first, as the notice was. */
export const asksSecond = (one: Notice, turn: Turn): boolean => countOf(one, turn) > turn.limits.approve_over || one.audience.everyone === true;

/** The correction waits with the question; what it changes is read anew when it is answered. */
export function askSecond(one: Notice, { change, by, says }: Correction, turn: Turn): Effect[] {
  const { who, directory, limits } = turn;
  const count = countOf(one, turn);
  const approver = approverFor(one.audience, scopeOf(who.id, directory), turn);
  const why = `这条更正要发给${count}人，${one.audience.everyone ? "发给所有人" : `超过${limits.approve_over}人`}的要第二个人同意`;
  if (!approver) return [say(`${why}，但还没有登记另一位书记或链长，没有发；请先登记。`)];
  const asks = [`${who.name}要更正一条通知，请您看一下，将发给${count}人：`, "——", says, "——", "1 同意 2 不同意"].join("\n");
  return [
    tell(approver.id, asks, {
      buttons: [button("同意", "answer", "1"), button("不同意", "answer", "2")],
      expects: { flow: "notice.approve_correction", version: 1, answers: { notice: one.id, change, by } },
    }),
    say(`${why}，已请${approver.name}看；同意后马上发出。`),
  ];
}
