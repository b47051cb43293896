/** Lanes by the words that people use for them; the longer word counts more. */
const WORDS: Record<string, readonly string[]> = {
  finance: said(
    "流动资金 资金链 资金 贷款 贷不 借款 借钱 融资 银行 抵押 授信 续贷 抽贷 断贷 过桥 利率 利息 担保 周转 放款 还款 征信 票据 承兑 账期 现金流 贴现 缺钱 没钱 账上 债券 股权 信用社 保函 首付 垫资 钱不够 发不出工资 工资发不出",
  ),
  law: said(
    "合同 纠纷 诉讼 起诉 官司 法院 仲裁 侵权 侵犯 违约 律师 维权 拖欠货款 拖欠 欠款 货款 尾款 要不回来 赖账 老赖 不付钱 不给钱 欠我们 查封 冻结账户 法律 仿冒 抄袭 抄了 盗用 假冒 商标 赔偿 打官司 被告 破产清算 债权 工伤 知识产权",
  ),
  technology: said(
    "技术 工艺 研发 良率 合格率 收率 纯度 泄漏 漏液 渗漏 配方 检测 中试 放大 反应釜 精馏 焊缝 密封 设备故障 设备老 出故障 故障 跳机 停机 自动化 智能化 数字化 瓶颈 参数 产品质量 质量不稳 不稳定 能耗高 能耗太高 图纸 试验 专家诊断 攻关 结块 开裂 起泡 变色 杂质 尺寸 涂层 修不好 超差 催化剂失活 压缩机 振动",
  ),
  talent: said(
    "招工 招聘 招不到 招不来 招不满 用工 人才 工程师 博士 硕士 技工 焊工 钳工 操作工 技术员 缺人 人手 留不住人 员工流失 辞职 挖走 电工 熟练工 招人 工人 年轻人 倒班 大学生 技师 断层 骨干",
  ),
  policy: said(
    "政策 审批 补贴 补助 奖励资金 税 退税 环评 安评 能评 许可证 许可 证照 营业执照 土地 用地 土地证 申报 手续 指标 消防验收 验收 规划 高新认定 社保 批文 批复 备案 办证 产权证 窗口 报建 海关 清关 报关 注销 迁址 变更登记 罚款 排污",
  ),
  supply: said(
    "采购 原料 原材料 供应商 供货 供应 供不上 断供 断货 缺货 销路 销售 订单 客户 库存 积压 滞销 压在仓库 仓库 物流 运费 运输 找不到车 涨价 价格 卖不出 卖不动 没人买 配套 市场 买不到 萤石 硅粉 钢材 配件 下游 上游 降价 压价",
  ),
  party: said("党建 党支部 支部 党员 党费 组织生活 发展党员 党课 党组织 党务 换届 主题党日 入党 党日"),
  other: said(
    "停电 跳闸 限电 断电 电压 变压器 停水 停气 天然气 蒸汽 道路 路灯 堵车 公交 班车 宿舍 食堂 上学 入学 上不了学 看病 噪音 垃圾 停车 网络 排水 污水 雨水 管网 淹 村民 公园 红绿灯 租房",
  ),
};

function said(words: string): readonly string[] {
  return words.split(" ");
}

const MAX_LOOK = 2000;
/** How much a lane must lead by, in letters of its words, to be no guess. */
const LEAD = 2;

export type LaneFound = { lane: string; words: string[]; /** No other lane comes near. */ sure: boolean; others: string[] };

/** Every lane's words by their first letter, so that a text is read once. */
const BY_LETTER = Map.groupBy(
  Object.entries(WORDS).flatMap(([lane, words]) => words.map((word) => ({ lane, word }))),
  ({ word }) => word[0] ?? "",
);

/** Which lane a problem belongs to, by its words. */
export function laneOf(text: string): LaneFound {
  const found = new Map<string, Set<string>>();
  const looked = text.slice(0, MAX_LOOK);
  for (let at = 0; at < looked.length; at++)
    for (const { lane, word } of BY_LETTER.get(looked[at] as string) ?? [])
      if (looked.startsWith(word, at)) found.set(lane, (found.get(lane) ?? new Set()).add(word));
  const scored = [...found]
    .map(([lane, all]) => {
      const words = [...all].filter((word) => ![...all].some((other) => other !== word && other.includes(word)));
      return { lane, words, score: words.reduce((sum, word) => sum + word.length, 0) };
    })
    .toSorted((a, b) => b.score - a.score || LANES.indexOf(a.lane) - LANES.indexOf(b.lane));
  const [best, second] = scored;
  if (!best) return { lane: "other", words: [], sure: false, others: [] };
  return { lane: best.lane, words: best.words, sure: !second || best.score >= second.score + LEAD, others: scored.slice(1).map((each) => each.lane) };
}

const LANES = Object.keys(WORDS);
const NAMED: readonly [string, RegExp][] = [
  ["law", /法律|法务|律师|律所|司法/u],
  ["policy", /政策|专班|审批|税务/u],
  ["technology", /技术|专家|总工|工艺/u],
  ["finance", /银行|融资|金融|贷款/u],
  ["talent", /人才|人社|招工|用工/u],
  ["supply", /供需|商务|采购|供应链/u],
  ["party", /党建|党务|组织部/u],
];
/** A lane after these words is where a task is sent; after a denial it is where it comes from. */
const SENT = /(?<!不)(?:转到?|找|归|给|由|派|交|属于|(?<!不|不应该?)是|应该|得|改成|去)(?!我|我们)(.{0,8})/gu;
const DENIED = /(?:不是|不属于|不归|非)[^，,。]{0,8}/gu;

/** The lane that a task should go to, when the sentence names it. */
export function laneNamed(text: string): string | undefined {
  const rest = text.slice(0, MAX_LOOK).replaceAll(DENIED, " ");
  for (const found of rest.matchAll(SENT)) {
    const lane = NAMED.find(([, words]) => words.test(found[1] ?? ""))?.[0];
    if (lane) return lane;
  }
  return NAMED.find(([, words]) => words.test(rest))?.[0];
}

const COMPLAINT =
  /投诉|举报|吃拿卡要|刁难|索要|索贿|受贿|行贿|好处费|回扣|(?:收|要|塞|送|索)红包|表示表示|态度[很太十分非常特别]{0,2}(?:恶劣|差|蛮横)|拖着不办|故意拖|推诿|推三阻四|踢皮球|乱收费|乱罚款|不作为|乱作为|打击报复|穿小鞋|以权谋私|爱答不理/gu;

/** Words of a complaint about people rather than things. */
export const complaintWords = (text: string): string[] => [...text.slice(0, MAX_LOOK).matchAll(COMPLAINT)].map((found) => found[0]);
