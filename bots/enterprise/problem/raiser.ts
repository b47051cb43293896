import { money } from "../../../src/flow/asks/money.ts";
import { text } from "../../../src/flow/asks/text.ts";
import { deed, type Effect, flow, type Flow, handOver, say, tell, begin } from "../../../src/flow/index.ts";
import { type Change, correct, isOpen, type Matter, mattersBy, refused, withdraw } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { tellRaisers } from "./owner.ts";
import { aboutMatter, chosen, notFound, numberAsk, refusedSay } from "./pick.ts";
import { gist, raiserName, short } from "./words-of.ts";

const mine = (one: Matter, turn: Turn) => one.kind === "problem" && isOpen(one) && (one.raiser_id === turn.who.id || one.colleagues.includes(turn.who.id));
const raised = (one: Matter, turn: Turn) => one.kind === "problem" && isOpen(one) && one.raiser_id === turn.who.id;
const yuan = money();

export const withdrawMatter: Flow<Turn> = aboutMatter("matter.withdraw", ["撤回"], "raiser", raised).ends((a, turn) => {
  const one = chosen(a, turn, raised);
  if (!one || (one.raiser_id !== turn.who.id && !one.colleagues.includes(turn.who.id))) return notFound(a.facts["no"], "您没有在办的事项可以撤回。");
  if (one.raiser_id !== turn.who.id) return [say(`${one.no} 由${turn.directory.person(one.raiser_id).name}反映，要由本人撤回。`, { matter: one.id })];
  const result = withdraw(one, turn.who.id, a.text, turn);
  if (refused(result)) return refusedSay(one, result, "");
  return [
    deed("matter.change", result),
    say(`${one.no} 已撤回。如果又需要，随时告诉我。`, { matter: one.id }),
    tell(one.owner_id, `${one.no} 反映人已撤回，不用再办了。`, { matter: one.id }),
    ...tellRaisers(one, `${one.no} ${turn.who.name}已撤回。您还需要办的话，请直接再反映一次。`, turn),
  ];
});

/** 我们也是: a colleague joins; somebody of another enterprise opens a report of their own. */
export const joinMatter: Flow<Turn> = flow<Turn>("matter.join")
  .opensOn([], { understands: "matter.join" })
  .look("open", mattersBy, (a, turn) =>
    typeof a.facts["no"] === "string"
      ? { by: "no", value: a.facts["no"] }
      : turn.about !== undefined
        ? { by: "id", value: turn.about }
        : { by: "organisation", value: turn.directory.enterprise(turn.who.id)?.id ?? null },
  )
  .askIf(
    (a, turn) => joinable(a.open, turn).length > 1,
    "pick",
    (a, turn) => numberAsk(joinable(a.open, turn)),
    (a, turn) =>
      `您说的是哪一件？\n${joinable(a.open, turn)
        .map((each, n) => `${n + 1} ${each.no} ${gist(each)}`)
        .join("\n")}`,
    { spot: false },
  )
  .ends((a, turn) => {
    const list = joinable(a.open, turn);
    const one = a.pick ? list.find((each) => each.no === a.pick) : list[0];
    if (!one) return a.text.length >= 8 ? [begin("problem.report", a.text)] : [say("请用一两句话说说贵企业的情况，我给您单独登记。例如“反映问题：……”。")];
    if (mine(one, turn)) return [say(`${one.no} 您已经在反映人里了，进展会告诉您。`, { matter: one.id })];
    return [
      deed("matter.join", { matter: one.id, person: turn.who.id }),
      say(`好的，已把您加为 ${one.no} 的共同反映人。进展和回访都会告诉您。`, { matter: one.id }),
      tell(one.raiser_id, `${turn.who.name}也反映了 ${one.no} 这件事，已加为共同反映人。`, { matter: one.id }),
      tell(one.owner_id, `${one.no} 新增共同反映人${turn.who.name}。`, { matter: one.id }),
    ];
  });

const joinable = (open: readonly Matter[], turn: Turn): Matter[] => {
  const enterprise = turn.directory.enterprise(turn.who.id)?.id;
  return open.filter((each) => each.kind === "problem" && isOpen(each) && !each.private && each.organisation_id === enterprise);
};

/** 说错了，是3500万: changes the fact, tells the owner, keeps the event. */
export const correctMatter: Flow<Turn> = aboutMatter("correct", [], "raiser", mine, { intents: ["correct"] }).ends((a, turn) => {
  const one = chosen(a, turn, mine);
  if (!one || (one.raiser_id !== turn.who.id && !one.colleagues.includes(turn.who.id)))
    return [say("要改哪里？请直接说，例如“说错了，是3500万”，或“氟硅-0042 说错了，是3500万”。")];
  const amount = a.facts["amount_yuan"];
  const said = a.text
    .replace(one.no, "")
    .replace(/^(说错了|更正|更正一下|改一下|改)[，,：:\s]*/u, "")
    .trim();
  if (typeof amount !== "number" && said.length < 2) return [say(`要把 ${one.no} 改成什么？请直接说，例如“说错了，是3500万”。`, { matter: one.id })];
  const change = typeof amount === "number" ? correct(one, turn.who.id, { amount_yuan: amount }, a.text) : reworded(one, turn.who.id, said);
  if (refused(change)) return refusedSay(one, change, "");
  const was = one.facts.amount_yuan ? `（原来是${yuan.print(one.facts.amount_yuan)}）` : "";
  const now = typeof amount === "number" ? `金额改为${yuan.print(amount)}${was}` : `补充更正：${short(said)}`;
  return [
    deed("matter.change", change),
    say(`好的，${one.no} ${now}，已告诉经办人。`, { matter: one.id }),
    tell(one.owner_id, `${one.no} 反映人更正：${now}。`, { matter: one.id }),
  ];
});

const reworded = (one: Matter, by: number, words: string): Change => ({
  id: one.id,
  revision: one.revision,
  patch: { detail: `${one.detail}（更正：${words}）`.slice(0, 4000) },
  events: [{ verb: "corrected", by, data: { words, was: one.detail } }],
});

/** The sum that was not volunteered, asked one to one. */
export const problemAmount: Flow<Turn> = flow<Turn>("problem.amount")
  .ask("amount", money(), "大概差多少钱？例如“800万”（不方便可以不说）。", { spot: false, optional: true })
  .look("found", mattersBy, (a) => ({ by: "id", value: Number(a["matter"] ?? 0) }))
  .ends((a, turn) => {
    const one = a.found[0];
    if (!one || typeof a.amount !== "number") return [say("好的，不写金额。")];
    const change = correct(one, turn.who.id, { amount_yuan: a.amount }, a.text);
    if (refused(change)) return [say("好的，记下了。")];
    return [
      deed("matter.change", change),
      say(`好的，${one.no} 记下金额${yuan.print(a.amount)}。`, { matter: one.id }),
      tell(one.owner_id, `${one.no} 反映人补充：金额${yuan.print(a.amount)}。`, { matter: one.id }),
    ];
  });

/** `补充：月底前要`: more words for a matter that is open, kept with it and told to its owner. */
export const supplementMatter: Flow<Turn> = aboutMatter("matter.supplement", ["补充"], "raiser", mine, { intents: [] })
  .know("words", (a) => {
    const said = a.text.replace(String(a.facts["no"] ?? ""), "").replace(/^[\s，,：:]*补充(?:一下|一点|说明)?[\s，,：:]*/u, "");
    return said.trim().length >= 2 ? { value: said.trim() } : undefined;
  })
  .askIf((a, turn) => chosen(a, turn, mine) !== undefined, "words", text({ min: 2, max: 2000 }), "要补充什么？请直接说。", { spot: false })
  .ends((a, turn) => {
    const one = chosen(a, turn, mine);
    if (!one || !mine(one, turn)) return notFound(a.facts["no"], "您没有在办的事项可以补充。要反映新的问题，直接告诉我就行。");
    return supplemented(one, String(a.words), turn);
  });

export const supplemented = (one: Matter, words: string, turn: Turn): Effect[] => [
  say(`好的，已补充到 ${one.no}，经办人会看到。`, { matter: one.id }),
  ...added(one, words, turn),
];

/** Kept with the matter, and told to its owner. */
export const added = (one: Matter, words: string, { who, media, directory }: Turn): Effect[] => [
  deed("matter.note", { matter: one.id, verb: "supplemented", data: { words, media } }),
  tell(one.owner_id, `${one.no} ${one.private ? raiserName(directory, one) : who.name}补充：${short(words)}。`, { matter: one.id }),
];

/** A picture, file or voice without words: kept with the matter it belongs to, else given to a person. */
export const attach: Flow<Turn> = aboutMatter("matter.attach", [], "raiser", mine, { intents: ["media"] }).ends((a, turn) => {
  const one = chosen(a, turn, mine);
  if (!one) return [handOver("没有说明的图片、文件或语音")];
  const unheard = turn.media.some((each) => each.kind === "voice" && !each.transcript);
  return [
    deed("matter.note", { matter: one.id, verb: "attached", data: { media: turn.media } }),
    // What a voice says nobody knows yet: somebody has to listen, by the clock.
    unheard
      ? handOver(`${one.no} 的语音没能转成文字，请听一听`, {
          to: one.owner_id,
          words: (keeper) => `收到，${one.no} 已存入。语音没能转成文字，已请${keeper}听，会有人回复您。`,
        })
      : say(`收到，${one.no} 已存入，经办人会看到。`, { matter: one.id }),
    tell(one.owner_id, `${one.no} 反映人补充了${turn.media.length}个附件（${turn.media.map((each) => each.name).join("、")}）。`, { matter: one.id }),
  ];
});
