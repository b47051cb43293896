import { numberOf } from "../flow/asks/numerals.ts";

const PARTLY =
  /部分|部份|一半|一些|一点(?!没|都没|也没|儿?也?不)|一多半|大半|差不多|基本(?!没|上没)|三分之|其中|有个?尾巴|还差|还剩|七七八八|只.{0,4}(?:解决|办|修|弄)了?[一两几]/u;
const NOTHING = /没(?:有)?(?:全)?(?:解决|办成|弄好|修好)|不算(?!部分)|[三四五1-5]分之/u;
const NO =
  /(?:没|未|没有|不算|还没|不能算|根本没?|压根没?|谈不上).{0,8}(?:解决|弄好|办好|办成|修好|修|处理|动静|下文|消息|人管|人来|人理|变化|变|好|到账|结果|落实|兑现|用|改善|搞定|完)|(?:^|[，,。？?\s])(?:没有?|没呢|没啊|还没|还没有|不行|没用|不好使|白搭)(?:呢|啊|呀)?(?=[，,。！!？?\s]|$)|老样子|(?:还是|还在|依然|照样|仍).{0,3}(?:漏|堵|停|坏|那样|原样|老样|不|没|卡)|又(?:坏|犯|漏|停|堵|不)|反复|白跑|白忙|没法用|敷衍|忽悠|糊弄|(?:^|[，,。\s])(?:很|非常|太)?不满意|问题(?:还|依然|仍)在/u;
const YES =
  /解决|(?<!不)(?<!不太)(?<!不怎么)(?<!不是很)(?<!不大)满意|好了|好啦|好嘞|办好|办结|妥|搞定|到账|收到|修好|利索|下来了|到手|通了|成了|没问题了|可以了|谢|挺好|很好/u;

/** Whether what was raised is solved, by whoever raised it. `解决了吗？没` says no: the last word counts. */
export function solvedIn(text: string): "yes" | "no" | "partly" | undefined {
  if (PARTLY.test(text) && /解决|弄|好|办|修|到|批/u.test(text) && !NOTHING.test(text)) return "partly";
  const answer = text.replace(/.*(解决|办好|好)(了)?(吗|没有?)[？?，,\s]+(?=\S)/u, "");
  if (NO.test(answer)) return "no";
  return YES.test(answer) ? "yes" : undefined;
}

const SCORE = /(?<![\d.十百])([1-5１-５一二两三四五])\s*(?:分(?![钟之])|颗?星)|[打给评](?:个|了|分)?([1-5１-５])(?=$|[，,。！!吧])|(满分)/u;

/** One to five. */
export function scoreIn(text: string): number | undefined {
  const found = SCORE.exec(text);
  return found?.[3] ? 5 : numberOf(found?.[1] ?? found?.[2] ?? "");
}
