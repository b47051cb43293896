/** Lanes by the words that people use for them; the longer word counts more. */
const WORDS: Record<string, readonly string[]> = {
  finance: ["流动资金", "资金", "贷款", "融资", "银行", "抵押", "授信", "续贷", "过桥", "利率", "利息", "担保", "周转", "放款", "征信", "资金链", "票据", "承兑", "账期", "现金流", "贴现", "缺钱"],
  law: ["合同", "纠纷", "诉讼", "起诉", "官司", "法院", "仲裁", "侵权", "违约", "律师", "维权", "专利侵权", "拖欠货款", "货款要不回来", "欠款不还", "老赖", "查封", "法律"],
  technology: ["技术", "工艺", "研发", "良率", "合格率", "泄漏", "配方", "检测", "中试", "反应釜", "设备故障", "设备老", "自动化", "智能化", "数字化改造", "瓶颈", "参数", "产品质量", "不稳定", "能耗高", "图纸", "试验", "专家诊断", "攻关"],
  talent: ["招工", "招聘", "招不到", "用工", "人才", "工程师", "博士", "硕士", "技工", "焊工", "操作工", "缺人", "留不住人", "人手", "员工流失", "电工", "熟练工", "招人"],
  policy: ["政策", "审批", "补贴", "税", "环评", "许可", "证照", "土地", "用地", "申报", "手续", "指标", "能评", "安评", "退税", "消防验收", "规划", "高新认定", "社保", "批文", "备案", "办证", "产权证", "验收"],
  supply: ["采购", "原料", "原材料", "供应商", "供货", "断供", "销路", "销售", "订单", "客户", "库存", "物流", "运输", "涨价", "卖不出", "积压", "配套", "市场", "买不到"],
  party: ["党建", "党支部", "党员", "党费", "支部", "组织生活", "发展党员", "党课", "党组织"],
  other: ["停电", "停水", "道路", "路灯", "堵车", "公交", "宿舍", "食堂", "上学", "入学", "看病", "噪音", "垃圾", "停车", "网络", "排水", "污水"],
};

export type LaneFound = { lane: string; words: string[]; /** No other lane comes near. */ sure: boolean; others: string[] };

/** Which lane a problem belongs to, by its words. */
export function laneOf(text: string): LaneFound {
  const said = text.slice(0, 2000);
  const scored = Object.entries(WORDS)
    .map(([lane, words]) => {
      const found = words.filter((word) => said.includes(word));
      const longest = found.filter((word) => !found.some((other) => other !== word && other.includes(word)));
      return { lane, words: longest, score: longest.reduce((sum, word) => sum + word.length, 0) };
    })
    .filter((each) => each.score > 0)
    .toSorted((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (!best) return { lane: "other", words: [], sure: false, others: [] };
  return { lane: best.lane, words: best.words, sure: !second || best.score >= second.score + 2, others: scored.slice(1).map((each) => each.lane) };
}

const COMPLAINT = /投诉|举报|吃拿卡要|刁难|索要|索贿|受贿|行贿|好处费|回扣|红包|态度(恶劣|很差|太差|差)|拖着不办|推诿|推三阻四|乱收费|不作为|乱作为|打击报复|穿小鞋|以权谋私/gu;

/** Words of a complaint about people rather than things. */
export const complaintWords = (text: string): string[] => [...text.slice(0, 2000).matchAll(COMPLAINT)].map((found) => found[0]);
