/* How people say that something was received, in pieces of a pattern: plainly, in passing, by a sign, and what may follow. */

export const ACK = "(?:(?:已经?)?收到|收悉|已阅|已悉|知悉|已知悉|知道[了啦]|晓得了?|明白了?|了解了?|遵命|遵照执行|照办)";
export const SOFT = "(?:1|１|1️⃣|好的?|好嘞|好滴|好哒|ok|okay|行|可以|没问题|嗯+|嗯呐|妥了|得嘞)";
export const SIGN = "(?:👌|👍|🫡|🙏|🤝|💪|🌹|✅|☑️|🆗)";
export const END =
  "(?:了|啦|哈|哒|的|[！!。～~，,、\\s]|谢谢(?:书记|领导|通知|您|你|大家|提醒)?|感谢|辛苦(?:了|书记|您|领导)?|领导|书记|收到|👌|👍|🙏|🫡|[\\u{1f3fb}-\\u{1f3ff}]|1)*";
const PLAIN = new RegExp(`^(?:${ACK}|${SOFT}|${SIGN})${END}$`, "iu");

/** Nothing but that it was received. */
export const isReceipt = (said: string): boolean => PLAIN.test(said);
