import type { Ask } from "../../../src/flow/index.ts";

/** What somebody who was asked to see after an elder says of it. */
export type Act = "accept" | "decline" | "safe" | "hospital" | "away" | "trouble" | "received";

/** Longer than this, or a question, or about households by number, it is said to somebody else or of something else. */
const MAX_ANSWER = 60;
const OTHER = /[吗?？谁]|哪[家户位些个几里]|[怎咋]么?样|还没|没报|的话|如果|要是|万一|[\d一二三四五六七八九十两几]+\s*(?:户|家|位)|号楼/u;

const NOT_FOUND =
  /没人(?:应|开|在)|敲不开|没敲开|不开门|叫不(?:开|应)|(?:电话|手机)?.{0,2}(?:打不通|没人接|不接|没接|关机|停机)|没(?:找|见|看)(?:到|着)|联系不上|不见(?:人|了)/u;
const HOSPITAL = /送(?:去|到|往|进)?了?.{0,4}医院|送医|[在到去住]了?.{0,4}医院|住院|(?:叫|打|拨)了?.{0,2}(?:120|救护车)|救护车/u;
const AWAY = /[去到在回住].{0,6}(?:儿子|女儿|闺女|孙子|孙女|外孙|亲戚|老家|外地|妹妹|弟弟|姐姐|哥哥|侄)|出远门|旅游/u;
/** Said of what is still to be done: nothing that follows is a report. */
const GOING =
  /^(?!.*[看去到问系](?:过|了))(?:好的?|行|嗯|可以|没问题|收到)?[，,、\s]*(?:我|俺)?(?:这就|马上|现在|立刻|立即|先|正)?(?:过去|上门|赶过去|赶|去|来)(?!了|过)(?:[^，,。]{0,8})?(?:看看|看一下|看下|看一眼|一趟|瞧瞧|问问|联系|$|[，,。！!])/u;
/** Where the responder is, not the elder. */
const SELF = /^(?:我|俺)(?:人|现在|正|也)?(?:[在到回住]|去(?!看|了))(?!路上|楼下|门口|现场|她|他|老人)/u;
const DECLINE = /[去来]不了|走不开|脱不开|不在(?:家|本地|小区|社区)?[。！!]?$|我?在外地|没空|没时间|不方便|赶不(?:过去|回|到)|出差/u;
const SAFE =
  /平安|没(?:啥|什么)?事|安全|(?:挺|很|都|一切)好|好好的|好着呢|(?:见|看|碰)(?:到|着)(?:人|她|他|老人|本人|阿姨|大爷)?了?|(?:人|老人|她|他)(?:在家|醒)|睡(?:过头|着|懒觉)|忘了|没听(?:见|到)|(?:手机|电话)(?:没电|坏|静音|没带|欠费)|买菜|遛弯|散步|晨练|刚起/u;
const UNSAFE = /不(?:太)?(?:平安|安全|好)|没(?:见|看)|有事|出事|(?:没事|好)吧/u;
const ACCEPT =
  /接单|我接|交给我|在路上|出发了|^(?:好|好的|行|可以|嗯|成|没问题|ok|1)[。！!～~]*$|^(?:我|这就|马上|现在){0,3}(?:去|过去|来)(?:看看|看一下|一趟)?了?[。！!～~]*$/iu;
const RECEIVED = /^(?:好的)?[，,]?(?:收到|知道了|明白|看到了|👌)[。！!～~]*$/u;

/** Strict, and the worse meaning first: an elder nobody found must not be read as safe. */
export function actOf(text: string): Act | undefined {
  const said = text.replace(/@链心/gu, "").trim();
  if (!said || said.length > MAX_ANSWER || OTHER.test(said)) return undefined;
  if (NOT_FOUND.test(said)) return "trouble";
  if (DECLINE.test(said)) return "decline";
  if (GOING.test(said)) return "accept";
  if (SELF.test(said)) return "decline";
  if (HOSPITAL.test(said)) return "hospital";
  if (AWAY.test(said)) return "away";
  if (RECEIVED.test(said)) return "received";
  if (SAFE.test(said) && !UNSAFE.test(said)) return "safe";
  return ACCEPT.test(said) ? "accept" : undefined;
}

export const responderWords = (): Ask<string> => ({
  kind: "responder",
  read: (text) => (actOf(text) ? { ok: true, value: text.trim() } : { ok: false, say: "能去请回“接单”，去不了请回“去不了”；见到人了请说一声“平安”。" }),
  spot: () => undefined,
  print: (value) => value,
  examples: ["接单", "去不了", "人没事"],
});
