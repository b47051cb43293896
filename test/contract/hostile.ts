/** What people, and those who wish them ill, put into a chat. */
export const hostileTexts: Record<string, string> = {
  "a megabyte": "汉".repeat(350_000),
  NUL: "前\u0000后",
  "half of a surrogate pair": "坏\ud83d字\udc00",
  "right to left": "\u202e转过来\u2067 قال \u2069",
  markup: "<b>粗</b> *x* _y_ [链接](javascript:alert(1)) `code` <script>alert(1)</script>&amp;",
  "holes of our own texts": "{no} {owner} ${process.exit(1)} {{x}} %s \\{no}",
  "a formula": '=HYPERLINK("http://x","点我")',
  "a path and a query": "../../etc/passwd'; drop table matter; --",
  "invisible characters": "a\u200b\u200d\u2060\ufeffb",
  "one very long grapheme": `e${"\u0301".repeat(2000)}`,
};

/** The two things a channel may take away: what no database keeps, what is no text. */
export const cleaned = (text: string): string => text.replaceAll("\u0000", "").toWellFormed();
