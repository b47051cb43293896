/* How people say that something was received, in pieces of a pattern: plainly, in passing, by a sign, and what may follow. */

export const ACK = "(?:(?:已经?)?收到|收悉|已阅|已悉|知悉|已知悉|知道[了啦]|晓得了?|明白了?|了解了?|遵命|遵照执行|照办)";
export const SOFT = "(?:1|１|1️⃣|好的?|好嘞|好滴|好哒|ok|okay|行|可以|没问题|嗯+|嗯呐|妥了|得嘞)";
export const SIGN = "(?:👌|👍|🫡|🙏|🤝|💪|🌹|✅|☑️|🆗)";
/** In one way only: 谢谢书记 is 谢谢 and 书记, or a thousand of them would be tried in every combination. */
const TAIL = "了|啦|哈|哒|的|[！!。～~，,、\\s]|谢谢(?:通知|您|你|大家|提醒)?|感谢|辛苦您?|领导|书记|收到|👌|👍|🙏|🫡|[\\u{1f3fb}-\\u{1f3ff}]|1";
export const END = `(?:${TAIL})*`;
const PLAIN = new RegExp(`^(?:${ACK}|${SOFT}|${SIGN})${END}$`, "iu");

/** Nothing but that it was received. */
export const isReceipt = (said: string): boolean => PLAIN.test(said);

const ACKNOWLEDGED = new RegExp(`^(?:${ACK}|知道|${SOFT}|${SIGN})(?:吧|${TAIL})*$`, "iu");

/** Nothing but that somebody heard it: 知道 and 好吧, too, which confirm nothing. */
export const acknowledges = (said: string): boolean => ACKNOWLEDGED.test(said);
