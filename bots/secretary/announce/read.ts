/** What an announcement's first sentence already says; each piece in the speaker's words. */
export type Said = { to?: string; text?: string; when?: string };

const WHEN = "(?<when>[^给向对跟和往，,：:]{1,16}?[点时天日号早晚一二三四五六半刻\\d])?[，,\\s]*";
const SAY =
  "(?:(?:发|拟|起草|写)(?:个|一个|一条|条|布|出|一下)?(?:通知|公告|消息|提醒)|群发(?:一条|一下)?(?!个|通知|公告|消息|提醒)|(?:说|讲|通知|发|告知|提醒|喊)(?:一声|一下|下)|推一?条)";
const SENTENCES = [
  // 明早九点给氟硅链的企业发通知：…
  new RegExp(
    `^${WHEN}(?:给|向|对|跟|在|往|和)(?<to>.{1,80}?)[，,]?(?<inner>(?:每|今|明|后|下|周|星期|\\d)[^，,：:]{0,12}?[点时半刻天日早晚\\d]分?)?${SAY}[：:，,\\s]*(?<text>[\\s\\S]*)$`,
    "u",
  ),
  // 通知氟硅链的企业：…
  new RegExp(`^${WHEN}(?:通知|告知|转告|提醒|告诉|广播)(?:一下|下)?(?<to>[^：:，,]{1,60})[：:，,](?<text>[\\s\\S]+)$`, "u"),
];
const BARE =
  /^(?:我?要|我想)?(?:群发|(?:发|草?拟|起草|写)(?:个|一个|一条|条|布)?(?:通知|公告|群公告)|(?:发)?公告|广播)(?:一下|一条)?[：:，,\s]*(?<text>[\s\S]*)$/u;
const OPEN = /^(?:通知|告知|转告|提醒|告诉|广播)(?:一下|下)?(?<rest>[\s\S]+)$/u;
const COURTESY = /^(?:请|麻烦(?:你|您)?|帮忙|帮我|链心)[，,\s]*/u;
const SENT_AT = /[，,；;。（(\s]+(?<when>(?:每|今|明|后|下|这|本|周|星期|\d|早|晚|上午|下午)[^，,；;。：:]{1,16}?)(?:再|准时)?(?:发出|发送|发布|发)[）)。]*$/u;
/** The longest beginning tried as an audience where no mark ends it: `通知大家明天停水`. */
const MOST = 20;

/** Takes a sentence apart. `names` says whether words name an audience. */
export function readSentence(words: string, names: (words: string) => boolean): Said {
  const said = words.trim().replace(COURTESY, "").replace(COURTESY, "");
  for (const pattern of SENTENCES) {
    const found = pattern.exec(said)?.groups;
    if (found) return timed({ ...part("to", found["to"]), ...part("text", found["text"]), ...part("when", found["when"] ?? found["inner"]) });
  }
  const open = OPEN.exec(said)?.groups?.["rest"] ?? "";
  for (let end = Math.min(MOST, open.length - 2); end > 0; end -= 1)
    if (names(open.slice(0, end))) return timed({ to: open.slice(0, end), ...part("text", open.slice(end)) });
  const bare = BARE.exec(said)?.groups;
  return bare ? timed(part("text", bare["text"])) : {};
}

const part = (key: keyof Said, words: string | undefined): Said => {
  const said = words?.trim().replace(/^[：:，,\s]+/u, "");
  return said ? { [key]: said } : {};
};

const LEFT_OUT = /^[（(]?(?:(?<a>[^，,：:]{1,12}?)除外|除了?(?<b>[^，,：:]{1,12}?)(?:以外|之外|外))[）)]?[：:，,]\s*(?<rest>[\s\S]+)$/u;

/** `…发通知，东岳除外：…` says whom, and `…，明早九点发` at the end when. */
function timed(first: Said): Said {
  const apart = first.to === undefined ? undefined : LEFT_OUT.exec(first.text ?? "")?.groups;
  const said = apart ? { ...first, to: `${first.to}（不含${apart["a"] ?? apart["b"]}）`, text: apart["rest"] ?? "" } : first;
  const found = said.when === undefined && said.text !== undefined ? SENT_AT.exec(said.text) : null;
  if (!found?.groups?.["when"] || !said.text) return said;
  return { ...said, text: said.text.slice(0, found.index).trim(), when: found.groups["when"] };
}
