export function laneOf(text: string): { lane: string; words: string[]; sure: boolean; others: string[] } {
  const found = /资金|银行|贷款|抵押/u.exec(text);
  return found ? { lane: "finance", words: [found[0]], sure: true, others: [] } : { lane: "other", words: [], sure: false, others: [] };
}
export const complaintWords = (text: string): string[] => ["投诉", "举报"].filter((each) => text.includes(each));
