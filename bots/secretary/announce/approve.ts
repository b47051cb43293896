import { type Ask, deed, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import { aboutNotice, noticeById, rosterOf, titleOf, type Withdrawal } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { correctionOf } from "./change.ts";
import { countOf } from "./second.ts";

const NO = /^(?:2|２|不同意|不批准?|不行|不可以|不发|先不发|否|退回)(?:了|吧)?[\s，,。：:！!]*(.*)$/su;
const YES = /^(?:1|１|同意|批准|可以发?|发吧|是的?|好的?|行)(?:了|吧|发送?)?[。！!\s]*$/u;

/** Yes, or no with its reason. */
const agreedAsk: Ask<{ agreed: boolean; reason: string }> = {
  kind: "approval",
  read: (text) => {
    const words = text.trim();
    const refused = NO.exec(words);
    if (refused) return { ok: true, value: { agreed: false, reason: refused[1] ?? "" } };
    return YES.test(words) ? { ok: true, value: { agreed: true, reason: "" } } : { ok: false, say: "请回复 1 同意 2 不同意，不同意可以写上原因。" };
  },
  spot: () => undefined,
  print: (value) => (value.agreed ? "同意" : "不同意"),
  labels: ["同意", "不同意"],
  examples: ["1", "2 时间和培训冲突了"],
};

/** The second person's word on a notice to many. */
export const approveNotice: Flow<Turn> = flow<Turn>("notice.approve")
  .ask("word", agreedAsk, "同意发送吗？1 同意 2 不同意", { spot: false })
  .look("one", noticeById, (a) => ({ id: Number(a["notice"] ?? 0) }))
  .ends(({ one, word }, { who, now, directory, calendar }) => {
    if (one?.state !== "draft") return [say("这条通知已经处理过了，谢谢。")];
    const settled = deed("expectation.close", { about: aboutNotice(one.id) });
    if (!word.agreed) {
      return [
        settled,
        deed("notice.withdraw", { notice: one.id } satisfies Withdrawal),
        say(`好的，这条通知不发，已告诉${directory.person(one.author_id).name}。`),
        tell(one.author_id, `${who.name}不同意发“${titleOf(one)}”${word.reason ? `：${word.reason}` : ""}，没有发出去。改好了请重新说一遍。`),
      ];
    }
    const count = rosterOf(one.audience, directory, one.author_id).length;
    const later = one.planned_at !== null && one.planned_at > now ? `，${calendar.print(one.planned_at)}发送` : `，已发送给${count}人`;
    return [
      settled,
      deed("notice.approve", { notice: one.id, by: who.id }),
      say(`已同意${later}。`),
      tell(one.author_id, `${who.name}同意了“${titleOf(one)}”${later}。`),
    ];
  });

/** The second person's word on a correction that many are to confirm anew. */
export const approveCorrection: Flow<Turn> = flow<Turn>("notice.approve_correction")
  .ask("word", agreedAsk, "同意发这条更正吗？1 同意 2 不同意", { spot: false })
  .look("one", noticeById, (a) => ({ id: Number(a["notice"] ?? 0) }))
  .ends((a, turn) => {
    const { one, word } = a;
    const by = Number(a["by"]);
    if (one?.state !== "sent") return [say("这条通知已经撤回，这条更正不用发了，谢谢。")];
    if (!word.agreed) {
      return [
        say(`好的，这条更正不发，已告诉${turn.directory.person(by).name}。`),
        tell(by, `${turn.who.name}不同意更正“${titleOf(one)}”${word.reason ? `：${word.reason}` : ""}，没有发出去。改好了请重新说一遍。`),
      ];
    }
    return [
      deed("notice.correct", correctionOf(one, { change: String(a["change"]), material: true, by }, turn)),
      say(`已同意，更正已发给${countOf(one, turn)}人。`),
      tell(by, `${turn.who.name}同意了更正“${titleOf(one)}”，已经发出，原来的确认作废，请大家重新确认。`),
    ];
  });
