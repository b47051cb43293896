import {
  deed,
  type Effect,
  type Flow,
  foundBefore,
  handOver,
  isAnswer,
  type Looked,
  type Need,
  newSession,
  questionOf,
  askOf,
  say,
  type Session,
  stacked,
  stepBack,
} from "../flow/index.ts";
import { suggestedFor, type Turn } from "../people/index.ts";
import { askedBy, canAnswer } from "./asked.ts";
import { type Address, addressOf, triggerOf } from "./address.ts";
import { cameOrWent } from "./comings.ts";
import { interrupts, isOffered, SURE, UNSURE } from "./interrupts.ts";
import { isCourtesy } from "./courtesy.ts";
import { listening } from "./listen.ts";
import type { Taken } from "./load.ts";
import { introducedBy } from "./newcomers.ts";
import type { Decision, Plan } from "./plan.ts";
import { type Ran, runFlow } from "./run-flow.ts";
import { AGREES, unreadAnswer } from "./wordless.ts";
import type { Understood, World } from "./world.ts";

/** The flow was changed meanwhile, in a way that leaves this question open. */
const CHANGED = "这个问题刚改过，再问您一次。";

/** Pure: what becomes of one message. Asks for rows it must know by `needs`. */
export function decide(world: World, taken: Taken, turn: Turn, looked: Looked): Decision {
  return listening(world, taken, turn, looked, decided(world, taken, turn, looked));
}

function decided(world: World, taken: Taken, turn: Turn, looked: Looked): Decision {
  if (taken.heard.kind === "message" && taken.heard.reaction) return new Desk(world, taken, turn, looked, taken.text).signed() ?? bystander(taken);
  const address = addressOf(world, taken);
  const stranger = strangers(world, taken, turn, looked, address);
  if (taken.heard.kind === "room") return cameOrWent(world, taken, turn, stranger ?? bystander(taken));
  if (stranger) return stranger;
  if (address.to === "other") return bystander(taken);
  const desk = new Desk(world, taken, turn, looked, address.text);
  return returning(
    taken,
    desk.pressed() ?? desk.commanded(address.to === "bot") ?? desk.quoted() ?? desk.answered(address.to === "bot") ?? desk.opened(address.to === "bot"),
  );
}

/** Whoever had said 退出 and speaks to the bot again is back. */
function returning(taken: Taken, decision: Decision): Decision {
  if (taken.who.state !== "stopped" || decision.needs || decision.state === "bystander" || decision.flow === "quit") return decision;
  return { ...decision, effects: [deed("person.return", { person: taken.who.id }), ...decision.effects] };
}

const bystander = (taken: Taken): Plan => ({ state: "bystander", sessions: taken.sessions, effects: [], closes: [] });

function strangers(world: World, taken: Taken, turn: Turn, looked: Looked, address: Address): Decision | undefined {
  const intent = introducedBy(taken, address);
  const flow = intent && world.intents.get(intent);
  const text = address.to === "other" ? "" : address.text;
  return flow ? new Desk(world, taken, turn, looked, text).open(flow, { intent, facts: {}, confidence: 1, because: [] }, text) : undefined;
}

/** The steps of a decision over one message, in the order in which words count. */
class Desk {
  private readonly understood: Understood;
  readonly world: World;
  private readonly taken: Taken;
  readonly turn: Turn;
  readonly looked: Looked;
  readonly text: string;

  constructor(world: World, taken: Taken, turn: Turn, looked: Looked, text: string) {
    this.world = world;
    this.taken = taken;
    this.turn = turn;
    this.looked = looked;
    this.text = text;
    this.understood = taken.understand(text);
    const edited = taken.heard.kind === "message" && taken.heard.edited;
    if (edited) this.understood = { ...this.understood, intent: "correct", confidence: 1 };
    turn.because = this.understood.because;
  }

  /** A button: an answer to the question it stands under, or a command with its matter. */
  pressed(): Decision | undefined {
    const { heard } = this.taken;
    if (heard.kind !== "press") return undefined;
    const [intent = "", no = "", ...rest] = heard.data.split("|");
    if (intent === "answer") return this.answerPressed(no) ?? this.plan([say("这个按钮已经过时了，请直接打字告诉我。")], this.taken.sessions);
    const flow = this.world.intents.get(intent);
    if (!flow) return this.plan([say("这个按钮我不认识，请直接打字告诉我。")], this.taken.sessions);
    const facts = { ...(no ? { no } : {}), ...(rest[0] ? { choice: rest[0] } : {}) };
    return this.open(flow, { intent, facts, confidence: 1, because: [] }, "");
  }

  private answerPressed(number: string): Decision | undefined {
    const expected = this.taken.expectations.find((each) => each.id === this.taken.quoted?.expectation);
    if (expected) return this.answerExpectation(expected.id, number);
    const [waiting, ...rest] = this.taken.sessions;
    return waiting && this.taken.quoted?.mine ? this.goOn(waiting, rest, number) : undefined;
  }

  /** 取消, 上一步, 改 act on the waiting session; 说错了，是3500万 corrects what it already heard. */
  commanded(called: boolean): Decision | undefined {
    const [waiting, ...rest] = this.taken.sessions;
    if (!waiting) return undefined;
    const flow = this.world.flows.get(waiting.flow);
    const { intent } = this.understood;
    const question = flow && questionOf(flow, waiting);
    if (question && isOffered(question, this.text)) return undefined;
    if (!flow || (!called && !["cancel", "back", "correct", "why", "help", "human"].includes(intent))) return undefined;
    if (intent === "cancel") return this.resumed([say("好的，已取消，刚才说的没有登记。")], rest);
    if (intent === "back" || (intent === "correct" && /^(改|修改|更正|改一下)[。！]?$/u.test(this.text))) {
      const back = stepBack(flow, waiting);
      return back ? this.run(flow, back, { type: "again" }, rest) : this.run(flow, waiting, { type: "again" }, rest, [say("已经是第一步了。")]);
    }
    if (intent === "correct") return this.corrected(flow, waiting, rest);
    return undefined;
  }

  private corrected(flow: Flow<Turn>, waiting: Session, rest: Session[]): Decision | undefined {
    const before = foundBefore(flow, waiting, this.turn, this.looked);
    if (before.needs) return before;
    for (const step of flow.steps) {
      if (step.step !== "ask" || !(step.key in waiting.answers) || step.key === "detail") continue;
      const ask = askOf(step, waiting, this.turn, before.found);
      const found =
        step.fact !== undefined && this.understood.facts[step.fact] !== undefined
          ? this.understood.facts[step.fact]
          : ask.spot(this.text, this.context())?.value;
      if (found === undefined) continue;
      const fixed = { ...waiting, answers: { ...waiting.answers, [step.key]: found }, guessed: waiting.guessed.filter((key) => key !== step.key) };
      return this.run(flow, fixed, { type: "again" }, rest, [say(`好的，改成${ask.print(found)}。`)]);
    }
    return undefined;
  }

  /** A sign put to a line of ours answers what that asked, if it can; it is no word to anybody else. */
  signed(): Decision | undefined {
    const { heard, expectations, quoted } = this.taken;
    const sign = heard.kind === "message" ? heard.media?.find((each) => each.kind === "sticker")?.name : undefined;
    const expected = expectations.find((each) => each.id === quoted?.expectation);
    const asked = expected && AGREES.test(sign ?? "") ? askedBy(this, expected) : undefined;
    if (!expected || !asked) return undefined;
    if (asked.needs) return { needs: asked.needs };
    return canAnswer(this, asked) ? this.answerExpectation(expected.id, this.text, { quoted: true }) : undefined;
  }

  quoted(): Decision | undefined {
    const id = this.taken.quoted?.expectation;
    const expected = this.taken.expectations.find((each) => each.id === id);
    return expected ? this.answerExpectation(expected.id, this.text, { quoted: true }) : undefined;
  }

  /** The waiting session, then the newest expectation this text can answer. */
  answered(called: boolean): Decision | undefined {
    const [waiting, ...rest] = this.taken.sessions;
    const taken = waiting && this.answerSession(waiting, rest, called);
    if (taken && taken !== "odd") return taken;
    if (this.interrupts(called)) return undefined;
    const needs: Need[] = [];
    for (const expected of this.taken.expectations) {
      const asked = askedBy(this, expected);
      if (asked?.needs) needs.push(...asked.needs);
      else if (asked && !needs.length && canAnswer(this, asked)) return this.answerExpectation(expected.id, this.text);
    }
    // Of all of them at once: somebody may have been asked any number of things.
    if (needs.length) return { needs };
    const unread = taken === "odd" && waiting ? unreadAnswer(this.taken) : undefined;
    if (unread) return this.plan([unread], this.taken.sessions, waiting?.flow);
    // 好的 that nothing waits for is an odd answer to the waiting question, and begins nothing new.
    return waiting && called && (taken === "odd" || this.understood.intent === "receipt") ? this.goOn(waiting, rest, this.text) : undefined;
  }

  /** `odd`: this is no answer to the question, unless nothing else asks for it. */
  private answerSession(waiting: Session, rest: Session[], called: boolean): Decision | "odd" | undefined {
    const flow = this.world.flows.get(waiting.flow);
    const question = flow && questionOf(flow, waiting);
    if (!flow) return this.plan([handOver(`对话 ${waiting.flow} 已不存在`)], rest);
    if (!question) return this.run(flow, { ...waiting, key: null, version: flow.version }, { type: "again" }, rest, [say(CHANGED)]);
    if (this.interrupts(called)) return undefined;
    // A question whose choices come from a look-up needs it before the answer can be read.
    const before = typeof question.ask === "function" ? foundBefore(flow, waiting, this.turn, this.looked) : undefined;
    if (before?.needs) return before;
    const readable = isAnswer(question, askOf(question, waiting, this.turn, before?.found), this.text, this.context());
    // In a group, odd words of somebody who was asked are more likely meant for the others.
    if (!readable && !called) return undefined;
    const { intent } = this.understood;
    const opens = this.world.intents.get(intent === "none" || this.world.intents.has(intent) ? intent : "unserved");
    const sure = this.understood.confidence >= (flow.passing ? UNSURE : SURE);
    if (!readable && opens && opens.name !== flow.name && sure) return undefined;
    if (!readable && flow.passing && (triggerOf(this.world, this.text) || isCourtesy(this.text))) return undefined;
    return readable ? this.goOn(waiting, rest, this.text) : "odd";
  }

  private readonly interrupts = (called: boolean): boolean => called && interrupts(this.world, this.understood);

  /** An opening: a trigger, or an intent said to the bot. */
  opened(called: boolean): Decision {
    if (!called) return bystander(this.taken);
    const trigger = triggerOf(this.world, this.text);
    const { intent, confidence } = this.understood;
    const sure = intent !== "none" && confidence >= UNSURE;
    // A trigger that stands alone says what is meant; one that runs on into a sentence gives way to the sentence.
    const alone = trigger && !/^[\p{L}\p{N}]/u.test(this.text.slice(trigger.word.length)) ? trigger.flow : undefined;
    const flow = alone ?? (sure ? this.world.intents.get(intent) : undefined) ?? trigger?.flow;
    if (flow)
      return this.open(flow, this.understood, trigger && flow === trigger.flow ? this.text.slice(trigger.word.length).replace(/^[：:，,\s]+/u, "") : this.text);
    const media = this.taken.heard.kind === "message" ? (this.taken.heard.media ?? []) : [];
    const kind = media.length && !this.text ? "media" : sure ? "unserved" : isCourtesy(this.text) ? "courtesy" : "unclear";
    const suggested = kind === "unclear" && !media.length ? this.suggested() : undefined;
    if (suggested) return suggested;
    const wordless = this.world.intents.get(kind);
    if (!wordless) return this.plan([handOver("没有听懂")], this.taken.sessions);
    return this.open(wordless, this.understood, this.text);
  }

  /** What a model made of it, put to whoever said it. */
  private suggested(): Decision | undefined {
    const asks = this.world.intents.get("suggested");
    const meant = asks && suggestedFor<{ intent: string }>(this.turn, asks.name);
    const flow = meant && this.world.intents.get(meant.intent);
    return flow && asks ? this.open(asks, { ...this.understood, facts: { suggestion: { ...meant, flow: flow.name } } }, this.text) : undefined;
  }

  open(flow: Flow<Turn>, understood: Understood, text: string): Decision {
    const opening = { text, facts: understood.facts };
    const decision = this.run(flow, newSession(flow), { type: "open", ...opening }, this.lasting());
    return decision.needs ? decision : { ...decision, understood, flow: flow.name };
  }

  /** The sessions that wait on, once something else is understood. */
  private lasting(): Session[] {
    return this.taken.sessions.filter((each) => this.world.flows.get(each.flow)?.passing !== true);
  }

  /** `known`: that it is quoted, which makes an answer of words that otherwise would be none. */
  private answerExpectation(id: number, text: string, known: Record<string, unknown> = {}): Decision {
    const expected = this.taken.expectations.find((each) => each.id === id);
    const asked = expected && askedBy(this, expected);
    if (asked?.needs) return { needs: asked.needs };
    if (!asked) return this.plan([say("这个问题已经处理完了，谢谢。")], this.taken.sessions);
    if (asked.how === "again") {
      const { version, answers } = asked.session;
      return { ...this.plan([say(CHANGED), ...asked.puts], this.taken.sessions, asked.flow.name), renews: { id, version, answers } };
    }
    const session = { ...asked.session, answers: { ...asked.session.answers, ...known, text, facts: this.understood.facts } };
    const decision = this.run(asked.flow, session, { type: "answer", text }, this.lasting());
    if (decision.needs) return decision;
    const open = expected?.standing || decision.effects.some((each) => each.effect === "keep");
    return { ...decision, closes: open ? [] : [id] };
  }

  private goOn(waiting: Session, rest: Session[], text: string): Decision {
    const flow = this.world.flows.get(waiting.flow);
    return flow ? this.run(flow, waiting, { type: "answer", text }, rest) : this.plan([handOver("对话已不存在")], rest);
  }

  private run(flow: Flow<Turn>, session: Session, input: Parameters<typeof runFlow>[4], under: Session[], before: Effect[] = []): Decision {
    const ran: Ran = runFlow(this.world, this.turn, flow, session, input, this.looked);
    if (ran.needs) return { needs: ran.needs };
    const effects = [...before, ...ran.effects];
    if (!ran.session) return this.resumed(effects, under, ran.flow);
    if (ran.privately && this.taken.room.kind === "group") return { ...this.plan(effects, under, ran.flow), moved: ran.session };
    return this.plan(effects, stacked(ran.session, under), ran.flow);
  }

  /** What was interrupted comes back, if there is still something to answer: by itself it does nothing. */
  private resumed(effects: Effect[], under: Session[], flowName?: string): Decision {
    const [waiting, ...rest] = under;
    const flow = waiting && this.world.flows.get(waiting.flow);
    if (!waiting || !flow) return this.plan(effects, under, flowName);
    const again = runFlow(this.world, this.turn, flow, waiting, { type: "again" }, this.looked);
    if (again.needs) return { needs: again.needs };
    if (!again.session) return this.resumed(effects, rest, flowName);
    return this.plan([...effects, say("接着刚才的："), ...again.effects], [again.session, ...rest], flowName);
  }

  private plan(effects: Effect[], sessions: Session[], flow?: string): Plan {
    return { state: "done", sessions, effects, understood: this.understood, closes: [], ...(flow === undefined ? {} : { flow }) };
  }
  readonly context = () => ({ now: this.turn.now, zone: this.turn.calendar.zone });
}
