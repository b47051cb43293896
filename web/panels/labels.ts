import { say } from "../labels.ts";

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
