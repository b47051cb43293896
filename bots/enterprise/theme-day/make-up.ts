import { date } from "../../../src/flow/asks/date.ts";
import { type Ask, deed, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { makeupExpected } from "./after.ts";
import { standing } from "./queries.ts";
import { dayOf } from "./words-of.ts";

type MakeUp = { done: true } | { done: false; on: string };

/** 刚刚 is 刚 twice: an alternative of its own could be read in two ways each time. */
const DONE =
  /^(?:好的?[，,]?)?(?:我们?|都|今天|昨天|刚|上午|下午)*(?:已经?)?(?:补课(?:了|完了|做完了)|补完了?|补好了|补过了?|补了|补课完成|完成补课|学完了|已补课?)[。！!～~\s]*$/u;
const AROUND = /^(?:好的?|我们?|准备|打算|计划|安排|定|放|就|那就|在|于|上午|下午|晚上|补课|补上|补学|补|去|来|吧|学习|[，,。！!\s])*$/u;
const day = date();

/** The day they make up for it, or that they did; other words are about something else. */
export const makeUpWords: Ask<MakeUp> = {
  kind: "make-up",
  read: (text, context) => {
    if (DONE.test(text.trim())) return { ok: true, value: { done: true } };
    const found = day.spot(text, context);
    return found && AROUND.test(text.replace(found.words, ""))
      ? { ok: true, value: { done: false, on: found.value } }
      : { ok: false, say: "请说哪天补课，例如“周五补”；补完请回复“已补课”。" };
  },
  spot: () => undefined,
  print: (value) => (value.done ? "已补课" : value.on),
  examples: ["周五补", "已补课"],
};

/** 补课: when, asked again the working day after; then that it is done. */
export const makeUp: Flow<Turn> = flow<Turn>("rota.makeup")
  .ask("makeup", makeUpWords, "打算哪天补课？补完请回复“已补课”。", { spot: false })
  .look("now", standing, (a) => ({ occasion: Number(a["occasion"]) }))
  .ends((a, turn) => {
    const { calendar, limits, who, now } = turn;
    const one = a.now?.occasion;
    const organisation = Number(a["organisation"]);
    if (!one) return [say("这一期已经处理完了，谢谢。")];
    const expects = makeupExpected(one, organisation);
    if (a.makeup.done)
      return [
        deed("attendance.made_up", { occasion: one.id, person: who.id, organisation }),
        deed("expectation.close", { about: expects.about }),
        say(`好的，记下了，${turn.directory.organisation(organisation)?.name ?? ""}已补课（${dayOf(one, turn)}主题党日）。`),
      ];
    const { on } = a.makeup;
    if (on < calendar.dateOf(now)) return [tell(who.id, "这个日子已经过去了。已经补过请回复“已补课”，还没补请说一个以后的日子。", { unasked: false, expects })];
    return [
      deed("occasion.step", { occasion: one.id, step: `makeup ${organisation}`, at: calendar.nextWorkdayAt(calendar.endOfWork(on), limits.rota_at) }),
      tell(who.id, `好的，记下${calendar.printDate(on)}补课，补完请回复“已补课”。`, { unasked: false, expects }),
    ];
  });
