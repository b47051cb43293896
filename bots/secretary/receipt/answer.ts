import type { Ask } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { ACK, END, isReceipt, SIGN, SOFT } from "../announce/received.ts";

/** What somebody who was asked to confirm says: that they have it, that they or others have it for somebody, a question
 *  about it, or other words that they put under it as a quote. */
export type Answer = { says: "receipt"; remark: string | null } | { says: "for"; whom: string } | { says: "question" } | { says: "words" };

const REMARKED = new RegExp(`^(${ACK}|${SOFT}|${SIGN})(?:了|啦|哈)?[，,。；;！!\\s]+(.{2,200})$`, "isu");
/** After a mere 好的 in a group, only what speaks of the notice is meant for it. */
const ABOUT_IT = /不过|但是?|只是|就是|可能|来不了|去不了|到不了|参加|出席|晚[点到]|迟到|请假|按时|准时|照办|落实|转达|转告|转发|材料|安排|带上|不在/u;
const FOR =
  /^(?:[^，,。]{0,8}?)(?:替|代表?|帮)([^，,。]{1,10}?)(?:都|也|已经?)?(?:收到|签收|收悉|确认(?:一下|收到)?|回复收到|回个收到)(?:了|啦|一下)?[。！!]*$/u;
/** A sticker that says no, or that something is wrong, confirms nothing. */
const ADVERSE = /哭|怒|泪|难过|疑问|问号|晕|衰|汗|尴尬|鄙视|白眼|吐|骂|惊|恐|再见|弱|😭|😡|😢|🤔|👎|❓|🤮|😱/u;
const STICKER = /^\[([^\]]{1,8})\]$/u;
const QUESTION =
  /^(?:请问|想问一?下|问一?下|那|是|这个|这次|会|会议|活动|培训)*(?:具体)?(?:是|在)?(?:什么时候|啥时候|几点|哪天|几号|什么时间|具体时间|时间|哪里|哪儿|在哪|什么地方|什么地点|地点|哪个会议室|几楼|(?:需要|要|得|用)?(?:带|准备|交|提交|穿)(?:什么|啥|哪些)(?:材料|东西|资料)?|需要什么材料)(?:是?(?:开始|开会|开|集合|结束|到|去|举行|在哪里?|是?什么时候|报到))?(?:啊|呢|呀|的|来着)?[？?。]*$/u;

const OURS = /^(?:我们|大家|咱们?|全体|所有人|公司|单位|厂里|全厂|队里|全队|各位)(?:公司|单位|厂|企业|家|这边|队|所有人|全体|都)*$/u;
export const isOurs = (whom: string): boolean => OURS.test(whom);

/** Reads an answer. Words of their own accord count only in the accepted forms; whatever is put under the notice as a quote
 *  is meant for it. */
export function noticeAsk(turn: Turn, quoted: boolean): Ask<Answer> {
  const direct = turn.room.kind === "direct";
  return {
    kind: "receipt",
    read: (text) => {
      const found = readAnswer(text.trim() || sticker(turn), direct || quoted, ownNames(turn));
      if (found) return { ok: true, value: found };
      return quoted ? { ok: true, value: { says: "words" } } : { ok: false, say: "看到请回复“收到”。" };
    },
    spot: () => undefined,
    print: () => "收到",
    examples: ["收到", "1", "👌"],
  };
}

export function readAnswer(said: string, toUs: boolean, own: readonly string[]): Answer | undefined {
  if (isReceipt(said)) return { says: "receipt", remark: null };
  const pasted = STICKER.exec(said)?.[1];
  if (pasted !== undefined) return ADVERSE.test(pasted) ? undefined : { says: "receipt", remark: null };
  const whom = FOR.exec(said)?.[1] ?? ownReceipt(said, own);
  if (whom !== undefined && !/谁|哪|吗|没/u.test(said)) return { says: "for", whom };
  const [, opening = "", remark = ""] = REMARKED.exec(said) ?? [];
  if (opening && (toUs || new RegExp(`^${ACK}$`, "u").test(opening) || ABOUT_IT.test(remark))) return { says: "receipt", remark };
  return QUESTION.test(said) ? { says: "question" } : undefined;
}

/** `森荣收到`, `我们都收到了`: a whole house has it. */
function ownReceipt(said: string, own: readonly string[]): string | undefined {
  const name = new RegExp(`^(.{2,16}?)(?:都|全部|全体|均)?(?:已)?${ACK}${END}$`, "iu").exec(said)?.[1];
  return name !== undefined && (own.includes(name) || isOurs(name)) ? "我们" : undefined;
}

/** A sticker sent alone; its name or its sign. */
function sticker({ media }: Turn): string {
  const sent = media.find((each) => each.kind === "sticker");
  return sent ? `[${sent.name}]` : "";
}

const ownNames = ({ directory, who }: Turn): string[] =>
  directory.homes(who.id).flatMap((each) => [each.name, ...(each.short ? [each.short] : []), ...(each.short ? [`我们${each.short}`] : [])]);
