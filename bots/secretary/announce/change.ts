import { choice } from "../../../src/flow/asks/choice.ts";
import { date } from "../../../src/flow/asks/date.ts";
import { time } from "../../../src/flow/asks/time.ts";
import { begin, deed, type Flow, say } from "../../../src/flow/index.ts";
import { type Correction, type Notice, titleOf, type Withdrawal } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { askSecond, asksSecond } from "./second.ts";
import { bodyAsk, type Draft } from "./draft.ts";
import { aboutNoticeOf, chosen, type Picked } from "./pick.ts";
import { placeIn } from "./place.ts";
import { noSuchDay } from "./when.ts";

const BEFORE =
  /^(?:不好意思|抱歉|对不起)?[，,]?\s*(?:请|把|帮我)?(?:更正|修改|纠正|补充|改|改一下|改下)?(?:一下)?(?:刚才|刚刚|刚发|上午|下午|昨天|前面|上一?条|那条|会议|培训)?(?:发)?(?:的|那条)*(?:群发)?(?:通知|公告|消息)?(?:写错了|发错了|有误|不对|错了|改一下|更正一下|更正)?(?:里|上|中)?(?:的|面的)?[：:，,\s]*/u;
/** A word alone says that something is wrong, and not what is right. */
const EMPTY = /^(?:时间|地点|日期|电话|内容|人数)?(?:写错了|错了|不对|有误|改一下|改下|要改|更正)?[。！!]*$/u;
const materialAsk = choice({ yes: ["需要", "要", "重新确认", "是"], no: ["不需要", "不用", "不要", "否"] });

/** What is right, out of `更正通知：地点改到二楼会议室`. */
function changeIn(words: string): string | undefined {
  const rest = words
    .trim()
    .replace(BEFORE, "")
    .replace(/^(时间|地点|日期|电话|联系人|人数)(?:写错了|说错了|错了|不对|有误)[，,、\s]*(?:应该?[是为]?|改成|改为|改到)/u, "$1改成")
    .trim();
  return rest.length < 3 || EMPTY.test(rest) ? undefined : rest;
}

const standing = (a: Picked): boolean => {
  const one = chosen(a);
  return one !== undefined && one.state !== "withdrawn";
};

/** A correction is said wherever the notice was, quotes what changed, and asks anew if its author finds it material. What
 *  was not sent yet is simply written anew, and looked at again. */
export const correctNotice: Flow<Turn> = aboutNoticeOf("notice.correct", () => true)
  .know("change", (a, turn) => {
    const said = changeIn(a.text);
    return said === undefined || noSuchDay(said, turn) ? undefined : { value: said };
  })
  .askIf(
    (a) => standing(a) && a.change === undefined,
    "change",
    (_, turn) => bodyAsk(turn),
    (a, turn) => `${noSuchDay(a.text, turn) ?? ""}正确的应该是什么？例如“地点改到二楼会议室”。`,
    { spot: false },
  )
  .askIf(
    (a) => chosen(a)?.state === "sent" && chosen(a)?.confirms === true,
    "material",
    materialAsk,
    (a) => `“${titleOf(chosen(a) as Notice)}”更正为：${String(a["change"])}。需要大家重新确认吗？1 需要 2 不需要`,
    { spot: false, privately: true },
  )
  .ends((a, turn) => {
    const one = chosen(a);
    const change = String(a["change"]);
    if (!one) return [say("没有找到您最近发的通知。要发通知，请说“给……发通知：……”。")];
    if (one.state === "withdrawn") return [say(`“${titleOf(one)}”已经撤回了，不能再更正；需要的话请重新发一条。`)];
    if (one.state !== "sent") return [say("这条还没有发出去，请看改好的："), begin("announce", "", { draft: rewritten(one, change) })];
    const material = a.material === "yes";
    const correction = correctionOf(one, { change, material, by: turn.who.id }, turn);
    if (material && asksSecond(one, turn)) return askSecond(one, correction, turn);
    return [deed("notice.correct", correction), say(material ? "更正已发出，原来的确认作废，请大家重新确认。" : "更正已发出，不用重新确认。")];
  });

export function correctionOf(one: Notice, said: Pick<Correction, "change" | "material" | "by">, turn: Turn): Correction {
  const again = said.material ? "\n之前的确认不算了，请重新回复“收到”。" : "";
  const says = `更正通知“${titleOf(one)}”：${said.change}${formerly(one.text, said.change, turn)}。${again}`;
  return { ...said, notice: one.id, text: `${one.text}\n更正：${said.change}`, says };
}

const rewritten = (one: Notice, change: string): Draft => ({
  to: one.audience,
  text: `${one.text}\n${change}`,
  at: one.planned_at,
  repeats: one.repeats,
  wrong: {},
  replaces: one.id,
});

/** What it was before, if the text says it: a time for a time, a day for a day, a place for a place. */
function formerly(text: string, change: string, { now, calendar }: Turn): string {
  const context = { now, zone: calendar.zone };
  const [clock, day] = [time(), date()];
  const was = [
    day.spot(change, context) && day.spot(text, context)?.words,
    clock.spot(change, context) && clock.spot(text, context)?.words,
    placeIn(change) && placeIn(text),
  ].flatMap((each) => (each && !change.includes(each) ? [each] : []));
  return was.length ? `（原来是${was.join("、")}）` : "";
}

/** Taken back wherever it was said. What repeats is taken back before its next time. */
export const withdrawNotice: Flow<Turn> = aboutNoticeOf("notice.withdraw", (one, { text, found }) => {
  if (/每[天日周月个]/u.test(text)) return one.repeats !== null && one.state === "approved";
  return one.state !== "withdrawn" || found.every((each) => each.state === "withdrawn");
}).ends((a) => {
  const one = chosen(a);
  if (!one) return [say("没有找到可以撤回的通知。")];
  if (one.state === "withdrawn") return [say(`“${titleOf(one)}”已经撤回过了。`)];
  const repeats = one.repeats === null ? "" : "，以后也不再重复";
  return [
    deed("notice.withdraw", { notice: one.id } satisfies Withdrawal),
    say(one.state === "sent" ? `已撤回“${titleOf(one)}”，并告诉了听到的人${repeats}。` : `“${titleOf(one)}”还没有发出去，已取消${repeats}。`),
  ];
});
