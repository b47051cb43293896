import { choice } from "../../../src/flow/asks/choice.ts";
import { text } from "../../../src/flow/asks/text.ts";
import { begin, button, deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { AskContext } from "../../../src/flow/index.ts";
import { suggestedFor, type Turn } from "../../../src/people/index.ts";
import type { Reading } from "./draft.ts";
import { demandOf } from "./facts.ts";
import { completed, type Completed, type Found } from "./found.ts";
import { draftOf } from "./queries.ts";
import { rematchRule, windowRule } from "./rules.ts";
import { printDay, printYuan, todayOf } from "./say.ts";
import { keepsPolicies } from "./whose.ts";

const LONGEST = 20_000;
const NOT_YOURS = "政策由书记或政策专班录入。有好政策想推荐，可以直接把内容发给他们。";

const contextOf = (turn: Turn): AskContext => ({ now: turn.now, zone: turn.calendar.zone });
const reading = (a: Record<string, unknown>, turn: Turn): Completed =>
  completed(sourceOf(a), a["found"] as Found | undefined, districtsOf(turn), contextOf(turn));
/** An answer is put under the text in the words the text itself would have. */
const said = (key: string, words: string): string =>
  key === "title"
    ? `标题：${words}`
    : key === "window"
      ? `申报时间：${words}`
      : key === "benefit"
        ? `奖补标准：${words}`
        : key === "demands" && NONE.test(words)
          ? ""
          : words;
const NONE = /^(无|没有|没|无条件|不限|都可以)[。！!]?$/u;

const districtsOf = ({ directory }: Turn): string[] => [
  ...new Set([...directory.organisations.values()].flatMap((each) => (typeof each.facts["district"] === "string" ? [each.facts["district"]] : []))),
];

const reversed = ({ opens_on, closes_on }: Reading): boolean => opens_on !== null && closes_on !== null && closes_on < opens_on;
const lacksWindow = (one: Reading): boolean => (one.closes_on === null && !one.unlimited) || reversed(one);

/** The window in words that give its end, and not before its beginning. */
function windowAsk(a: Record<string, unknown>, turn: Turn) {
  const plain = text({ min: 2, max: 80 });
  return {
    ...plain,
    read: (words: string, context: AskContext) => {
      if (/^(长期|长期有效|不限|没有期限|无)[。！!]?$/u.test(words.trim())) return { ok: true as const, value: "长期" };
      const one = reading({ ...a, window: words }, turn);
      if (reversed(one)) return { ok: false as const, say: "截止日早于开始日，请重新说起止日期，例如“11月1日至12月15日”。" };
      return one.closes_on === null ? { ok: false as const, say: "请说起止日期，例如“11月1日至12月15日”；没有期限请回“长期”。" } : plain.read(words, context);
    },
  };
}

/** A secretary pastes a policy: read by rules, and by a model where there is one; what is missing is asked, and shown as a
 *  draft before it counts. */
export const enterPolicy: Flow<Turn> = flow<Turn>("policy.enter")
  .opensOn(["录入政策", "发布政策"])
  .know("source", (a, turn) => (!keepsPolicies(turn) || a.text.trim().length >= 10 ? { value: a.text.trim() } : undefined))
  .ask("source", text({ min: 10, max: LONGEST }), "请把政策原文贴给我（标题、文号、条款、申报时间、奖补标准、材料）。", { spot: false })
  .know("found", (a, turn) => {
    const found = suggestedFor<Found>(turn, "policy.enter") ?? (a.facts["found"] as Found | undefined);
    return found && { value: found };
  })
  .askIf((a, turn) => keepsPolicies(turn) && reading(a, turn).title === null, "title", text({ min: 4, max: 60 }), "这项政策叫什么名称？", { spot: false })
  .askIf(
    (a, turn) => keepsPolicies(turn) && lacksWindow(reading(a, turn)),
    "window",
    windowAsk,
    (a, turn) =>
      reversed(reading(a, turn))
        ? "原文里窗口的截止日早于开始日，请重新说起止日期，例如“11月1日至12月15日”。"
        : "申报时间是哪天到哪天？例如“11月1日至12月15日”；没有期限请回“长期”。",
    { spot: false },
  )
  .askIf(
    (a, turn) => keepsPolicies(turn) && reading(a, turn).benefit === null,
    "benefit",
    text({ min: 2, max: 200 }),
    "奖补标准是什么？例如“设备投资额的10%，最高500万元”",
    { spot: false },
  )
  .askIf(
    (a, turn) => keepsPolicies(turn) && !reading(a, turn).conditions.length,
    "demands",
    text({ min: 1, max: 500 }),
    "没有读到申报条件。请说条件，例如“第三条 研发投入占比不低于3%”；不设条件请回“无”。",
    { spot: false },
  )
  .ends((a, turn) => {
    if (!keepsPolicies(turn)) return [say(NOT_YOURS)];
    return drafted(reading(a, turn), a, turn);
  });

const sourceOf = (a: Record<string, unknown>): string =>
  ["source", "title", "window", "benefit", "demands"].flatMap((key) => (typeof a[key] === "string" ? [said(key, a[key])] : [])).join("\n");

/** The draft, and the question whether it is right: answered whenever there is time for it. */
function drafted(one: Completed, a: Record<string, unknown>, turn: Turn): Effect[] {
  const { title, unread, notes, unlimited: _unlimited, ...rest } = one;
  if (title === null) return [say("没有读到政策的名称，请重新录入，第一行写名称。")];
  return [
    deed("policy.draft", { title, ...rest }),
    ...(turn.room.kind === "group" ? [say("草稿已私下发给您，请确认。")] : []),
    tell(
      turn.who.id,
      printed(title, one, [...unread.map((each) => `没有读懂，不参与对照：${each.slice(0, 60)}`), ...notes], todayOf(turn.calendar, turn.now)),
      {
        unasked: false,
        buttons: [button("发布", "answer", "1"), button("改", "answer", "2"), button("取消", "answer", "3")],
        expects: {
          flow: "policy.confirm",
          version: 1,
          answers: { title, source: sourceOf(a), ...(a["found"] ? { found: a["found"] } : {}) },
          about: aboutDraft(title),
        },
      },
    ),
  ];
}

const aboutDraft = (title: string): string => `policy_draft ${title}`;
const confirmAsk = choice({ publish: ["发布", "确认", "确认发布"], change: ["改", "修改"], discard: ["取消", "不要了", "删除"] });

function printed(title: string, one: Reading, odd: readonly string[], today: string): string {
  const days = one.closes_on === null ? "长期有效" : `${one.opens_on ? `${printDay(one.opens_on, today)}至` : ""}${printDay(one.closes_on, today)}`;
  return [
    `政策草稿：《${title}》`,
    `发文：${[one.issuer, one.number].filter(Boolean).join("，") || "没有读到"}`,
    `窗口：${days}`,
    `奖补：${one.benefit ?? "没有读到"}${one.cap_yuan ? `（上限${printYuan(one.cap_yuan)}）` : ""}`,
    ...(one.conditions.length
      ? one.conditions.map((each) => `${each.excludes ? "排除" : "条件"}${each.clause ? `（${each.clause}）` : ""}：${demandOf(each)}`)
      : ["条件：不设条件"]),
    `材料：${one.materials.length ? one.materials.join("、") : "没有读到"}`,
    `联系：${one.contact ?? "没有读到"}`,
    ...(one.supersedes ? [`替代：《${one.supersedes}》`] : []),
    ...odd,
    "1 发布 2 改 3 取消",
  ].join("\n");
}

/** 1 发布 2 改 3 取消, of the draft that was shown. */
export const confirmPolicy: Flow<Turn> = flow<Turn>("policy.confirm")
  .ask("decision", confirmAsk, "1 发布 2 改 3 取消", { spot: false })
  .askIf((a) => a.decision === "change", "change", text({ min: 2, max: 500 }), "改哪里？请直接说，例如“截止12月20日”“最高300万元”“研发投入占比不低于2%”。", {
    spot: false,
  })
  .look("draft", draftOf, (a) => ({ title: String(a["title"]) }))
  .ends((a, turn) => {
    const title = String(a["title"]);
    const { draft } = a;
    if (!draft) return [say("这份草稿已经处理过了。要再录入，请发“录入政策”和原文。")];
    const settled = deed("expectation.close", { about: aboutDraft(title) });
    if (a.decision === "discard") return [deed("policy.discard", { policy: draft.id }), settled, say(`好的，《${title}》的草稿已取消。`)];
    if (a.decision === "change")
      return [
        deed("policy.discard", { policy: draft.id }),
        begin("policy.enter", `${String(a["source"])}\n${amended(String(a.change), a, turn)}`, a["found"] ? { found: a["found"] } : {}),
      ];
    if (draft.circular) return [say(`《${title}》要替代的政策又绕回来替代它自己，没有发布。请回“录入政策”重贴，去掉替代关系。`)];
    return [
      deed("policy.publish", { policy: draft.id }),
      settled,
      deed("occasion.rule", windowRule(draft)),
      deed("occasion.rule", rematchRule(turn.now, `policy ${draft.id}`)),
      say(
        `已发布《${title}》${draft.version > 1 ? `第${draft.version}版` : ""}${draft.replaces.length ? `，替代${draft.replaces.join("、")}` : ""}。符合条件的企业将在下次政策汇总时收到通知。`,
      ),
    ];
  });

/** A correction in the words the text itself would have; another cap leaves the rest of the benefit as it was. */
function amended(words: string, { source, found }: Record<string, unknown>, turn: Turn): string {
  if (!/最高|上限|补助|奖励|补贴/u.test(words) || /研发|人数|收入/u.test(words)) return words;
  const { benefit } = reading({ source, found }, turn);
  return `奖补标准：${benefit !== null && /^(最高|上限)/u.test(words) ? benefit.replace(/(最高|上限|不超过)[^，。；]*/u, words) : words}`;
}
