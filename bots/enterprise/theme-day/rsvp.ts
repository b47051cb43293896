import { deed, type Effect, flow, type Flow, say } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { aheadOf, rotaArgs } from "./find.ts";
import { rotaOf, standing } from "./queries.ts";
import { type Rsvp, rsvpWords } from "./rsvp-words.ts";
import { dayOf } from "./words-of.ts";

/** More come to no theme day. */
const MOST = 500;

/** The answer to the invitation in the chain's group. */
export const answerInvitation: Flow<Turn> = flow<Turn>("rsvp")
  .ask("answer", rsvpWords, "参加请回复人数，例如“我们去3个人”；去不了请回复“去不了”。", { spot: false })
  .look("now", standing, (a) => ({ occasion: Number(a["occasion"]) }))
  .ends((a, turn) => answered(a.now?.occasion, a.answer, turn));

/** Said to the bot without being asked just now: about the next one. */
const rsvp = (name: "rsvp.yes" | "rsvp.no"): Flow<Turn> =>
  flow<Turn>(name)
    .opensOn([], { understands: name })
    .look("rota", rotaOf, rotaArgs)
    .ends((a, turn) => {
      const count = a.facts["count"];
      const coming = name === "rsvp.yes";
      return answered(aheadOf(a.rota, turn.now)[0], { coming, ...(coming && typeof count === "number" ? { count } : {}) }, turn);
    });

export const rsvpYes = rsvp("rsvp.yes");
export const rsvpNo = rsvp("rsvp.no");

function answered(one: Occasion | undefined, { coming, count = 1 }: Rsvp, turn: Turn): Effect[] {
  if (!one || one.state !== "planned" || one.at <= turn.now) return [say("现在没有正在报名的主题党日。")];
  if (count > MOST) return [say(`人数太多了，最多${MOST}人，请再说一次，例如“我们去3个人”。`)];
  const home = turn.directory.enterprise(turn.who.id);
  const row = { occasion: one.id, person: turn.who.id, organisation: home?.id ?? null, answer: coming ? "yes" : "no", count: coming ? count : 1 };
  const who = home?.name ?? turn.who.name;
  const words = coming ? `好的，${who}${count}人参加${dayOf(one, turn)}的主题党日。` : `好的，记下${who}去不了${dayOf(one, turn)}的主题党日。`;
  return [deed("attendance.answer", row), say(words)];
}
