import { choice } from "../../../src/flow/asks/choice.ts";
import { type Ask, deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { absentAsked, recapAsked } from "./after.ts";
import { factsOf, type ThemeFacts } from "./facts.ts";
import { standing } from "./queries.ts";
import { expecting, postToChain, settled } from "./whose.ts";
import { dayOf, hostOf, session } from "./words-of.ts";

const BEGINS = /^(?:党日|活动|本期|本次|昨天|今天|这次)?(?:小结|总结|回顾|简报|情况)?[：:，,\s]*/u;
const RECAP = /^(?:党日|活动|本期|本次)?(?:小结|总结|回顾|简报|情况)|^(?:昨天|本次|这次|本期|活动)[^？?]{8,}/u;
const MOST_KEPT = 2000;

/** A recap says that it is one, or comes with pictures; other words of the host are about something else. */
const recapWords = (media: number): Ask<string> => ({
  kind: "recap",
  read: (text) =>
    media > 0 || RECAP.test(text.trim())
      ? { ok: true, value: text.trim().replace(BEGINS, "").slice(0, MOST_KEPT) }
      : { ok: false, say: "请发一段小结，例如“小结：……”，或者几张照片。" },
  spot: () => undefined,
  print: (value) => value,
  examples: ["小结：参观了研发中心，交流了安全生产"],
});

/** The host's recap: kept with its pictures, passed on to the group; it says that the theme day took place. */
export const tellRecap: Flow<Turn> = flow<Turn>("rota.recap")
  .ask("recap", (_, turn) => recapWords(turn.media.length), "请发一段小结和几张照片，例如“小结：……”。", { spot: false })
  .look("now", standing, (a) => ({ occasion: Number(a["occasion"]) }))
  .ends((a, turn) => {
    const one = a.now?.occasion;
    if (!one) return [say("这一期的小结已经收好了，谢谢。")];
    const before = factsOf(one).recap;
    const pictures = turn.media.filter((each) => each.kind !== "voice").map(({ kind, name, hash }) => ({ kind, name, ...(hash ? { hash } : {}) }));
    const text = [before?.text, a.recap].filter(Boolean).join("\n");
    const facts: ThemeFacts = { ...factsOf(one), recap: { text, by: turn.who.id, media: [...(before?.media ?? []), ...pictures] } };
    const count = facts.recap?.media.length ?? 0;
    return [
      deed("occasion.change", { id: one.id, revision: one.revision, patch: { state: "held", facts } }),
      settled(one, "recap"),
      tell(
        turn.who.id,
        `收到，谢谢。小结${text ? "已" : "还没写，"}${text ? "转给大家" : "可以接着发“小结：……”"}${count ? `，照片${count}张已存好` : "；有照片可以接着发"}。`,
        {
          unasked: false,
          expects: expecting("rota.recap", one, "recap"),
        },
      ),
      ...(a.recap ? passedOn(one, a.recap, count, turn) : []),
    ];
  });

const passedOn = (one: Occasion, text: string, pictures: number, turn: Turn): Effect[] =>
  postToChain(
    one.organisation_id,
    turn.directory,
    `【党日小结】${dayOf(one, turn)}${hostOf(one, turn.directory)}（${session(one)}）：${text}${pictures ? `（照片${pictures}张）` : ""}`,
  );

/** 办了吗: the secretary's word, where nobody confirmed and nobody signed in. */
export const tellWhetherHeld: Flow<Turn> = flow<Turn>("rota.held")
  .ask(
    "held",
    choice({ held: ["办了", "已办", "举办了", "如期举办", "是"], skipped: ["没办", "没有办", "取消了", "没举办", "不是"] }),
    "办了吗？1 办了 2 没办",
    { spot: false },
  )
  .look("now", standing, (a) => ({ occasion: Number(a["occasion"]) }))
  .ends((a, turn) => {
    const one = a.now?.occasion;
    if (!one || one.state !== "planned") return [say("这一期已经有记录了，谢谢。")];
    const state = a.held;
    return [
      deed("occasion.change", { id: one.id, revision: one.revision, patch: { state } }),
      settled(one, "held"),
      say(`好的，${dayOf(one, turn)}的主题党日记为${state === "held" ? "已举办" : "没有举办"}。`),
      ...(state === "held" ? [...recapAsked(one, turn), ...absentAsked(one, a.now?.guests ?? [], turn)] : []),
    ];
  });
