import { choice } from "../../../src/flow/asks/choice.ts";
import { date } from "../../../src/flow/asks/date.ts";
import { text } from "../../../src/flow/asks/text.ts";
import { begin, button, deed, type Effect, type Flow, say, tell } from "../../../src/flow/index.ts";
import { accept, type Change, finish, isOpen, type Matter, pause, progress, promise, refused, type Refusal, resume } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { aboutMatter, chosen, type Found, isProblem, notFound, refusedSay } from "./pick.ts";
import { gist, raiserName, short } from "./words-of.ts";

const waiting = (one: Matter) => isProblem(one) && one.state === "new";
const working = (one: Matter) => isProblem(one) && isOpen(one) && one.state !== "done";

/** Says a change to its speaker and to those who raised it, or why it was refused. */
export function done(
  one: Matter,
  result: Change | Refusal,
  turn: Turn,
  words: { here: string; raiser?: string; buttons?: ReturnType<typeof button>[] },
): Effect[] {
  const owner = turn.directory.person(one.owner_id).name;
  if (refused(result)) return refusedSay(one, result, owner);
  return [
    deed("matter.change", result),
    say(words.here, { matter: one.id, ...(words.buttons ? { buttons: words.buttons } : {}) }),
    ...(words.raiser ? tellRaisers(one, words.raiser, turn) : []),
  ];
}

/** The raiser and every co-reporter are told, privately. */
export const tellRaisers = (one: Matter, words: string, turn: Pick<Turn, "who">): Effect[] =>
  [one.raiser_id, ...one.colleagues].filter((each) => each !== turn.who.id).map((each) => tell(each, words, { matter: one.id }));

const clean = (words: string, no: string, ...verbs: string[]) =>
  verbs.reduce((rest, verb) => rest.replaceAll(verb, ""), words.replaceAll(no, "")).replace(/^[\s，,：:。、；;]+|[\s，,：:、；;]+$/gu, "");

export const acceptMatter: Flow<Turn> = aboutMatter("matter.accept", ["接单"], "owner", waiting).ends((a, turn) => {
  const one = chosen(a, turn, waiting);
  const other = a.found.find((each) => !isProblem(each) && isOpen(each));
  if (!one && other) return [begin(`${other.kind}.accept`, a.text, a.facts)];
  if (!one) return notFound(a.facts["no"], "您手上现在没有等待接单的事项。");
  const result = accept(one, turn.who.id, turn);
  const due = refused(result) ? "" : turn.calendar.print(result.patch.due_at ?? turn.now);
  return done(one, result, turn, {
    here: `${one.no} 已接单：${gist(one)}。请在${due}前联系${raiserName(turn.directory, one)}；联系后回复“${one.no} 已联系”。`,
    raiser: `${one.no} 已由${turn.who.name}接单，${due}前会联系您。`,
    buttons: [button("已联系", "matter.progress", one.no), button("办结", "matter.done", one.no)],
  });
});

/** Nothing to work on: an enterprise that says so much of a matter (`月底前要`) adds to its own. */
const idle = (a: Found, turn: Turn): Effect[] =>
  a.facts["no"] === undefined && turn.directory.enterprise(turn.who.id)
    ? [begin("matter.supplement", a.text)]
    : notFound(a.facts["no"], "您手上现在没有正在办理的事项。");

export const progressMatter: Flow<Turn> = aboutMatter("matter.progress", ["已联系", "进展"], "owner", working).ends((a, turn) => {
  const one = chosen(a, turn, working);
  if (!one) return idle(a, turn);
  const words = clean(a.text, one.no, "进展") || "已联系";
  const result = progress(one, turn.who.id, words, turn);
  const due = refused(result) ? "" : turn.calendar.print(result.patch.due_at ?? one.due_at);
  return done(one, result, turn, {
    here: `${one.no} 已记下进展：${short(words)}。办结时限${due}。`,
    raiser: `${one.no} 有新进展：${short(words)}（${turn.who.name}）。`,
    buttons: [button("办结", "matter.done", one.no)],
  });
});

export const promiseMatter: Flow<Turn> = aboutMatter("matter.promise", ["承诺"], "owner", working)
  .askIf((a, turn) => chosen(a, turn, working) !== undefined, "on", date(), "答应哪一天办好？例如“周五”“11月27日”。", { fact: "on" })
  .ends((a, turn) => {
    const one = chosen(a, turn, working);
    if (!one) return idle(a, turn);
    const due = turn.calendar.endOfWork(String(a.on));
    if (due <= turn.now) return [say("这个日子已经过去了，请说一个以后的日子。", { matter: one.id })];
    return done(one, promise(one, turn.who.id, due, a.text, turn), turn, {
      here: `${one.no} 已记下，承诺${turn.calendar.print(due)}前办好，到时我来问。`,
      raiser: `${one.no} ${turn.who.name}承诺${turn.calendar.print(due)}前办好。`,
    });
  });

const reasonAsk = text({ min: 2, max: 300 });

export const pauseMatter: Flow<Turn> = aboutMatter("matter.pause", ["暂停"], "owner", working)
  .know("reason", (a) => {
    const said = clean(a.text, String(a.facts["no"] ?? ""), "暂停", "先停一下", "计时").replace(/^(原因|因为)[是：:]?/u, "");
    return said.length >= 2 ? { value: said } : undefined;
  })
  .ask("reason", reasonAsk, "暂停要写明原因，例如“等环评批复”。", { spot: false })
  .ends((a, turn) => {
    const one = chosen(a, turn, working);
    if (!one) return notFound(a.facts["no"], "您手上现在没有正在办理的事项。");
    const on = a.facts["on"];
    const until = typeof on === "string" ? turn.calendar.startOfWork(on) : undefined;
    const result = pause(one, turn.who.id, String(a.reason), until !== undefined && until > turn.now ? until : undefined, turn);
    const at = refused(result) ? "" : turn.calendar.print(result.patch.next_at ?? turn.now);
    return done(one, result, turn, {
      here: `${one.no} 已暂停计时，原因：${short(String(a.reason))}。${at}自动恢复，提前恢复请回复“${one.no} 继续”。`,
      raiser: `${one.no} 暂停办理，原因：${short(String(a.reason))}。${at}继续（${turn.who.name}）。`,
    });
  });

const paused = (one: Matter) => isProblem(one) && isOpen(one) && one.paused_at !== null;
export const resumeMatter: Flow<Turn> = aboutMatter("matter.resume", ["恢复计时", "继续办理"], "owner", paused).ends((a, turn) => {
  const one = chosen(a, turn, paused);
  if (!one) return notFound(a.facts["no"], "您手上没有暂停的事项。");
  if (one.owner_id !== turn.who.id) return refusedSay(one, { refused: "not-yours" }, turn.directory.person(one.owner_id).name);
  const result = resume(one, turn.who.id, turn);
  const due = refused(result) ? "" : turn.calendar.print(result.patch.due_at ?? turn.now);
  return done(one, result, turn, { here: `${one.no} 已恢复计时，时限${due}。`, raiser: `${one.no} 已恢复办理，时限${due}。` });
});

export const finishMatter: Flow<Turn> = aboutMatter("matter.done", ["办结", "办好了"], "owner", working)
  .know("call", (a) => (a.facts["solved"] === undefined ? undefined : { value: String(a.facts["solved"]) }))
  .ends((a, turn) => {
    const one = chosen(a, turn, working);
    if (!one) return notFound(a.facts["no"], "您手上现在没有正在办理的事项。");
    const words = clean(a.text, one.no) || "办结";
    const result = finish(one, turn.who.id, words, turn);
    const visit = refused(result) ? "" : turn.calendar.print(result.patch.next_at ?? turn.now);
    return done(one, result, turn, {
      here: `${one.no} 已记为办完，${visit}回访反映人，本人确认后才算办结。`,
      raiser: `${one.no} 经办人${turn.who.name}说已经办好：${short(words)}。${visit}我来回访您；现在就可以回复“解决了”“部分解决”或“没解决”。`,
    });
  });

export const yesNo = choice({ yes: ["同意", "是", "可以", "签"], no: ["不同意", "不行", "不签", "否"] });
