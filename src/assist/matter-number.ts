const NO = /([\p{Script=Han}]{1,8}|(?<![A-Za-z])[A-Za-z]{1,6})\s*[-－—–_]\s*(\d{1,6})(?![\d年/]|[-－]\d|号?[楼室])|([\p{Script=Han}]{2})\s?(0\d{3})(?!\d)/u;
/** Words that stand before a number in a sentence and belong to no chain; the chain itself has two letters or more. */
const BEFORE =
  /^(?:[\p{Script=Han}]*?(?:一下|查询|催办|催问|跟进|请问|问问|看看|查查|麻烦|帮忙|关于|针对|事项|编号|单号|恢复|暂停|继续|退回|改派|撤销|撤回|撤掉|取消|同意|还有|以及|反映|关闭|办结|这单|那单|单子|问题|我们|你们|[查看问催把将号的是到我请给和跟与对了办接转报盯撤销就再先在下有个你他说]|这个|那个|这件|那件))(?=[\p{Script=Han}]{2})/u;
const MAX_CODE = 4;

/** `氟硅-42`, `氟硅－0042`, `催办氟硅—42` are 氟硅-0042. */
export function matterNumberIn(text: string): { no: string; words: string } | undefined {
  const found = NO.exec(text);
  if (!found) return undefined;
  let code = found[1] ?? found[3] ?? "";
  for (let rest = code.replace(BEFORE, ""); rest !== code; rest = code.replace(BEFORE, "")) code = rest;
  const letters = [...code];
  if (letters.length > MAX_CODE) code = letters.slice(-MAX_CODE).join("");
  if (/^[\p{Script=Han}]$/u.test(code)) return undefined;
  const digits = found[2] ?? found[4] ?? "";
  return { no: `${/^[a-z]+$/iu.test(code) ? code.toUpperCase() : code}-${digits.padStart(4, "0")}`, words: found[0].slice(found[0].indexOf(code)) };
}
