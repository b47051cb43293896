import { choice } from "../../../src/flow/asks/choice.ts";
import { begin, deed, type Effect, flow, type Flow, say } from "../../../src/flow/index.ts";
import type { Organisation, Turn } from "../../../src/people/index.ts";
import { type Duty, dutyOf } from "./queries.ts";
import { teamsHere } from "./team.ts";

const MINUTE_MS = 60_000;

/** Which of somebody's teams is meant: asked only of those who serve in several. */
const teamAsk = (turn: Turn) => choice(Object.fromEntries(teamsHere(turn).map((each) => [String(each.id), [each.name]])));
const several = (turn: Turn): boolean => teamsHere(turn).length > 1;
const teamOf = (picked: string | undefined, turn: Turn): Organisation | undefined =>
  teamsHere(turn).find((each) => picked === undefined || each.id === Number(picked));

const today = (_: unknown, { who, calendar, saidAt }: Turn) => ({ person: who.id, on: calendar.dateOf(saidAt) });
const clock = (at: number, { calendar }: Turn): string => calendar.print(at).slice(-5);

/** Somebody else is signed in for by nobody. */
function another(text: string, { who, directory }: Turn, team: Organisation): string | undefined {
  const named = directory.holding(team.id, "volunteer").filter((each) => text.includes(each.name));
  return named.length && !named.some((each) => each.id === who.id) ? named[0]?.name : undefined;
}

/** `签到` of a volunteer begins their duty in the team. Said by others, or in another group, it is of a session there. */
export const signIn: Flow<Turn> = flow<Turn>("duty.in")
  .opensOn(["签到", "到岗"], { understands: "duty.in" })
  .askIf(
    (_, turn) => several(turn),
    "team",
    (_, turn) => teamAsk(turn),
    "您在哪个队签到？请回复序号。",
  )
  .look("duties", dutyOf, today)
  .ends(({ team: picked, duties, text, facts }, turn) => {
    const team = teamOf(picked, turn);
    if (!team) return [begin("session.in", text || "签到", facts)];
    const other = another(text, turn, team);
    if (other) return [say(`签到要本人来签，请${other}自己回复“签到”。`)];
    const { who, calendar, saidAt, now } = turn;
    const before = duties.find((each) => each.team === team.id);
    if (before?.in_at) return [say(twice(before, turn))];
    const effects: Effect[] = [deed("duty.in", { team: team.id, person: who.id, on: calendar.dateOf(saidAt), at: saidAt })];
    if (before?.leave && (who.away_until ?? 0) > now)
      effects.push(deed("person.away", { person: who.id, until: now, deputy: null }), ...restOfLeave(team, turn));
    return [...effects, say(`${who.name}已签到，${calendar.print(saidAt)}到岗${before?.leave ? "，今天的请假取消" : ""}。离岗时请回复“签退”。`)];
  });

/** Whoever comes on one day of a leave is away again from the next one on. */
function restOfLeave(team: Organisation, { who, calendar, now }: Turn): Effect[] {
  const [from, until] = [calendar.addDays(calendar.dateOf(now), 1), calendar.dateOf((who.away_until ?? 0) - 1)];
  if (until < from) return [];
  return [deed("occasion.rule", { key: `leave ${who.id} ${from}`, kind: "leave", organisation: team.id, rule: { person: who.id, from, until } })];
}

const twice = (before: Duty, turn: Turn): string =>
  before.out_at
    ? `您今天${clock(before.in_at ?? 0, turn)}到岗、${clock(before.out_at, turn)}已签退，不能再签到。记错了请告诉队长。`
    : `您今天${clock(before.in_at ?? 0, turn)}已经签到了，不用再签。`;

/** `签退` ends it, and says how long it was. */
export const signOut: Flow<Turn> = flow<Turn>("duty.out")
  .opensOn(["签退"], { understands: "duty.out" })
  .askIf(
    (_, turn) => several(turn),
    "team",
    (_, turn) => teamAsk(turn),
    "您在哪个队签退？请回复序号。",
  )
  .look("duties", dutyOf, today)
  .ends(({ team: picked, duties, text }, turn) => {
    const team = teamOf(picked, turn);
    if (!team) return [say("签退是志愿队值班用的，这里没有您的值班，不用签退。")];
    const other = another(text, turn, team);
    if (other) return [say(`签退要本人来签，请${other}自己回复“签退”。`)];
    const { who, calendar, saidAt } = turn;
    const before = duties.find((each) => each.team === team.id);
    if (!before?.in_at) return [say("今天还没有您的签到，签退没有记。请先回复“签到”；忘了签到请告诉队长。")];
    if (before.out_at) return [say(`您今天${clock(before.out_at, turn)}已经签退了，不用再签。`)];
    return [
      deed("duty.out", { team: team.id, person: who.id, on: calendar.dateOf(saidAt), at: saidAt }),
      say(`${who.name}已签退，${clock(before.in_at, turn)}到岗，${clock(saidAt, turn)}离岗，共${spent(saidAt - before.in_at)}。辛苦了。`),
    ];
  });

function spent(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  return `${hours ? `${hours}小时` : ""}${minutes % 60 || !hours ? `${minutes % 60}分钟` : ""}`;
}
