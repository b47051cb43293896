import { lanes } from "./lanes.ts";

const FIELDS: Record<string, RegExp> = {
  企业: /^(?:企业|单位|公司)(?:名称)?\s*[：:]\s*(.+)$/mu,
  问题: /^(?:问题|诉求|情况|内容|困难)(?:描述|说明|内容)?\s*[：:]\s*([\s\S]+?)(?=\n\S{1,8}\s*[：:]|$)/mu,
  类别: /^(?:类别|类型|分类|领域)\s*[：:]\s*(.+)$/mu,
  金额: /^(?:金额|资金|需求金额|缺口)\s*[：:]\s*(.+)$/mu,
  电话: /^(?:电话|手机|联系方式)\s*[：:]\s*(.+)$/mu,
};

/** One field of a pasted template of several lines; undefined in free words. */
export function field(text: string, name: keyof typeof FIELDS): string | undefined {
  if (!text.includes("\n")) return undefined;
  return FIELDS[name]?.exec(text)?.[1]?.trim();
}

/** The lane a template names. */
export function laneField(text: string): string | undefined {
  const written = field(text, "类别");
  return written && Object.entries(lanes).find(([, label]) => written.includes(label))?.[0];
}
