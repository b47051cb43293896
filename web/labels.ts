/** What codes are called on pages. */

/** Codes with their words; an unknown code stands as it is. */
export const say =
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

export const kindLabel = say({
  problem: "问题",
  call: "电话回访",
  smiley: "早安笑脸",
  unwell: "不舒服",
  emergency: "紧急情况",
  visit: "走访",
  finding: "线索",
});

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
  heard_from: "本人有消息",
  reported: "回报",
  report_asked: "催回报",
  unreported: "没有回报",
  pressed: "被人要求撤回",
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
  "matter.resume": "恢复办理",
  "matter.unreached": "报联系不上",
  "matter.assign": "改派",
  "queue.list": "看待处理的话",
  "person.merge": "并账号",
  "person.unmerge": "撤销合并",
  "person.invite": "发邀请码",
  "talent.need": "招人",
  "supply.want": "求购",
  "supply.offer": "供货",
  "expert.book": "约专家",
  announce: "发通知",
  "notice.correct": "更正通知",
  "notice.withdraw": "撤回通知",
  "receipt.ask": "问谁没收到",
  question: "问通知里的事",
  "rota.ask": "问轮值",
  "rota.confirm": "确认承办",
  "rota.swap": "换一期",
  "rota.skip": "轮空",
  "rsvp.yes": "报名",
  "rsvp.no": "不参加",
  "checkin.report": "报各户平安",
  "checkin.pause": "说暂时不在家",
  "checkin.unwell": "说不舒服",
  smiley: "发笑脸",
  emergency: "紧急情况",
  "safety.alert": "可疑情况",
  "duty.in": "签到",
  "duty.out": "签退",
  "duty.leave": "请假",
  "service.request": "求助",
  "service.accept": "应助",
  "service.done": "报已帮好",
  "conduct.gift": "拒收礼物",
  "conduct.complaint": "投诉志愿者",
  "lead.report": "举报线索",
  login: "登录",
  join: "报到",
  receipt: "收到",
  none: "没有把握",
});

export const mediaLabel = say({ picture: "图片", voice: "语音", file: "文件", place: "位置", sticker: "表情" });

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
