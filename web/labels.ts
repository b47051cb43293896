/** What codes are called on pages. */

const say =
  (words: Record<string, string>) =>
  (code: string | null | undefined): string =>
    code ? (words[code] ?? code) : "";

export const laneLabel = say({
  finance: "融资",
  policy: "政策",
  technology: "技术",
  law: "法律",
  talent: "人才",
  supply: "供需",
  party: "党建",
  other: "其他",
});

export const stateLabel = say({
  new: "待接单",
  accepted: "已接单",
  in_progress: "办理中",
  done: "办好待回访",
  closed: "已办结",
  unsolvable: "办不了",
  withdrawn: "已撤回",
  unreached: "联系不上",
});

export const resultLabel = say({ solved: "已解决", partly: "部分解决", not: "没解决", not_reached: "没联系上", unsolvable: "办不了", withdrawn: "撤回" });

export const kindLabel = say({ problem: "问题", call: "电话回访", smiley: "早安笑脸", visit: "走访", finding: "线索" });

/** The clock's next step with a matter, after its time. */
export const stepLabel = say({
  accept: "前接单",
  contact: "前首次联系",
  finish: "前办结",
  resume: "恢复计时",
  sign: "前会签",
  visit: "回访反映人",
  visit_again: "再次回访",
  call: "派人电话回访",
  unreached: "提示可报联系不上",
  press_check: "核实撤回是否自愿",
  press_call: "电话核实撤回",
});

export const verbLabel = say({
  opened: "登记",
  accepted: "接单",
  contacted: "首次联系",
  progressed: "进展",
  promised: "承诺",
  paused: "暂停计时",
  resumed: "恢复计时",
  rerouted: "转办",
  reassigned: "换人经办",
  done: "报告办好",
  visited: "回访答复",
  closed: "办结",
  reopened: "重新办理",
  corrected: "更正",
  supplemented: "补充",
  attached: "补充附件",
  joined: "一起反映",
  scored: "评分",
  asked: "回访",
  asked_again: "再次回访",
  call_assigned: "派人电话回访",
  call_unassigned: "无人可派电话回访",
  overdue: "逾期提醒经办人",
  climbed: "逾期上报",
  stalled: "逾期，已报到最上一级",
  unsolvable_proposed: "提出办不了",
  unreached_proposed: "提出联系不上",
  signed: "会签同意",
  not_signed: "会签不同意",
  unsolvable: "办不了",
  unreached: "联系不上",
  unreached_offered: "提示可报联系不上",
  withdrawn: "撤回",
  withdrawal_asked: "核实撤回",
  withdrawal_confirmed: "确认自愿撤回",
  withdrawal_handed: "转电话核实撤回",
});

export const roleLabel = say({
  member: "",
  commissioner: "工作专员",
  leader: "链长",
  secretary: "党委书记",
  fallback: "兜底",
  reviewer: "复核",
  volunteer: "志愿者",
  elder: "老人",
  community: "社工",
  police: "民警",
});

export const townRoleLabel = say({ secretary: "全市党务书记", supervision: "监督" });

/** What the machine took a message for. */
export const intentLabel = say({
  "problem.report": "反映问题",
  "policy.ask": "问政策",
  "policy.progress": "说申报进展",
  "matter.ask": "问一件事的进度",
  "matter.list": "看事项",
  "matter.accept": "接单",
  "matter.reroute": "转办",
  "matter.progress": "报进展",
  "matter.promise": "承诺日期",
  "matter.pause": "暂停计时",
  "matter.done": "报办好",
  "matter.unsolvable": "报办不了",
  "matter.confirm": "回访答复",
  "matter.withdraw": "撤回",
  "matter.join": "一起反映",
  "matter.attach": "补充附件",
  correct: "更正",
  cancel: "取消",
  back: "回上一步",
  why: "问为什么",
  help: "求助",
  human: "转人工",
  media: "图片、文件或语音",
  receipt: "收到",
  none: "没有把握",
});

export const mediaLabel = say({ picture: "图片", voice: "语音", file: "文件", place: "位置", sticker: "表情" });

export const smileyLabel = say({
  waiting: "等笑脸",
  safe: "平安",
  reminded: "已提醒",
  alerted: "没有回音",
  all_clear: "已解除",
  absent: "不在家",
  outage: "系统中断，重新问",
});

/** Whom is asked about an elder's morning now. */
export const stageLabel = say({ elder: "本人", volunteer: "志愿者", backup: "后备", leader: "队长", community: "社区", contact: "紧急联系人" });

export const checkinLabel = say({ waiting: "待报", safe: "平安", concern: "有情况", missing: "没人应", silent: "未报" });

export const noticeLabel = say({ draft: "草稿", approved: "待发", sent: "已发", withdrawn: "已撤回" });
export const noticeKindLabel = say({ announcement: "通知", policy: "政策", theme_day: "主题党日", rota: "轮值" });
export const noticeStepLabel = say({
  approve: "催同意的人",
  approve_again: "再催同意的人",
  send: "发出",
  remind: "提醒没回的",
  remind_again: "再提醒没回的",
  superior: "告诉没回的人的上级",
});
export const receiptLabel = say({ expected: "还没回", confirmed: "已确认", unreachable: "没送到", left: "已离开" });

export const sessionLabel = say({ training: "主题培训", exchange: "经验交流", red_story: "红色故事会" });
export const verdictLabel = say({ fits: "符合", unknown: "缺一项", fails: "不符合" });
export const policyLabel = say({ current: "在受理", superseded: "已有新版", expired: "已截止" });
export const caseLabel = say({ opened: "准备申报", applied: "已申报", granted: "已获批", paid: "已到账", refused: "未获批" });

const FACTS: Record<string, string> = {
  district: "所在区县",
  employees: "职工人数",
  revenue_yuan: "年营业收入",
  rd_ratio: "研发投入占比",
  registered_on: "注册日期",
  tags: "资质",
  makes: "主营产品",
  chain: "所属产业链",
  lead: "链主企业",
};
/** What policies ask of an enterprise; others by the words given, else by their code. */
export const factLabel = (fact: string, words = ""): string => FACTS[fact] ?? (words || fact);

/** Stickers of the web chat: the drawing in `stickers.svg`, and the word that says the same. */
export const STICKERS: readonly (readonly [drawing: string, word: string])[] = [
  ["smile", "微笑"],
  ["laugh", "大笑"],
  ["sad", "难过"],
  ["thumb", "强"],
  ["heart", "爱心"],
  ["rose", "玫瑰"],
  ["sun", "早上好"],
  ["check", "收到"],
];
