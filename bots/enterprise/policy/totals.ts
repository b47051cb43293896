import { flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { type Totals, totalsOf } from "./queries.ts";
import { printYuan } from "./say.ts";
import { chainsOf } from "./whose.ts";

/** 政策兑现了多少: how far policies got, each number beside what it is a part of. An enterprise hears its own, privately. */
export const countPolicies: Flow<Turn> = flow<Turn>("policy.totals")
  .look("totals", totalsOf, (a, turn) => ({
    chains: chainsOf(a.text, turn) ?? null,
    enterprise: chainsOf(a.text, turn) === undefined ? (turn.directory.enterprise(turn.who.id)?.id ?? 0) : null,
  }))
  .ends((a, turn) => {
    const chains = chainsOf(a.text, turn);
    const own = turn.directory.enterprise(turn.who.id);
    if (chains === undefined && !own) return [say("政策兑现的总数由书记、链长和政策专班查看。您可以请他们告诉您。")];
    const whose =
      chains === undefined ? (own?.name ?? "") : chains === null ? "全市" : chains.map((each) => turn.directory.organisation(each)?.name ?? "").join("、");
    const words = printed(whose, a.totals);
    return chains === undefined && turn.room.kind === "group" ? [say("已私下告诉您。"), tell(turn.who.id, words, { unasked: false })] : [say(words)];
  });

const printed = (whose: string, t: Totals): string =>
  [
    `${whose}政策兑现（家次）：`,
    `符合 ${t.fits}，已通知 ${t.noticed}`,
    `准备申报 ${t.opened}，其中已提交 ${t.applied}/${t.opened}`,
    `获批 ${t.granted}/${t.applied}，未获批 ${t.refused}/${t.applied}，获批金额 ${printYuan(t.granted_yuan)}`,
    `到账 ${t.paid}/${t.granted}，到账金额 ${printYuan(t.paid_yuan)}/${printYuan(t.granted_yuan)}`,
  ].join("\n");
