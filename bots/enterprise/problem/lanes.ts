/** The lanes of the service mechanism, by code. */
export const lanes = {
  finance: "融资",
  policy: "政策",
  technology: "技术",
  law: "法律",
  talent: "人才",
  supply: "供需",
  party: "党建",
  other: "其他",
} as const;
export type Lane = keyof typeof lanes;

export const laneLabel = (lane: string | null): string => lanes[(lane ?? "other") as Lane] ?? "其他";

/** Words by which people answer "which kind?". */
export const laneChoices: Record<Lane, string[]> = {
  finance: ["融资", "金融", "贷款", "资金", "银行"],
  policy: ["政策", "审批", "税务", "补贴"],
  technology: ["技术", "工艺", "设备", "研发"],
  law: ["法律", "法务", "合同", "纠纷"],
  talent: ["人才", "招工", "用工", "招聘"],
  supply: ["供需", "采购", "销售", "原料"],
  party: ["党建", "党务"],
  other: ["其他", "别的"],
};
