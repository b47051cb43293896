/** People repeat the question before they answer it: `解决了吗？没`, `对吗？对`. What counts stands after it. */
export function afterEcho(text: string): string {
  const answer = /(?:[吗么吧呢]|了没有?|没有)[？?，,。\s]+(?=\S)([^？?]{1,100})$/u.exec(text)?.[1];
  return answer && /[\p{L}\p{N}]/u.test(answer) ? answer : text;
}
