import { deed, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { eldersBy } from "../registry/queries.ts";
import { MAX_DAYS, shared } from "./leave.ts";
import { leavesOf } from "./queries.ts";
import { teamsHere } from "./team.ts";

/** A leave is taken back, from today on: whoever was to stand in is told so. */
export const takeBackLeave: Flow<Turn> = flow<Turn>("duty.unleave")
  .opensOn(["不请假了", "我不请假了", "不用请假了", "取消请假", "请假取消", "销假"])
  .look("leaves", leavesOf, (_, turn) => {
    const today = turn.calendar.dateOf(turn.now);
    return { team: teamsHere(turn)[0]?.id ?? null, from: today, until: turn.calendar.addDays(today, MAX_DAYS) };
  })
  .look("charged", eldersBy, (_, { who, calendar, now }) => ({ by: "volunteer", value: who.id, on: calendar.dateOf(now) }))
  .ends(({ leaves, charged }, turn) => {
    const { who, now, calendar } = turn;
    const [team] = teamsHere(turn);
    const own = leaves.find((each) => each.person === who.id);
    if (!team || !own) return [say("没有记着您的请假，不用取消。")];
    const today = calendar.dateOf(now);
    const elders = charged.filter((each) => each.team === team.id);
    const asked = shared(elders, { team: team.id, person: who.id, cover: own.cover, off: leaves.map((each) => each.person), declined: own.declined, turn });
    const away = (who.away_until ?? 0) > now;
    return [
      deed("duty.unleave", { team: team.id, person: who.id, from: today }),
      ...(away ? [deed("person.away", { person: who.id, until: now, deputy: null })] : []),
      ...(away ? elders.map((each) => deed("checkin.assign", { elder: each.person, on: today, volunteer: who.id })) : []),
      say("好的，请假取消了，您的几户还由您看。"),
      ...[...asked.keys()].filter((each) => each !== who.id).map((each) => tell(each, `${who.name}不请假了，不用代看，谢谢您。`)),
    ];
  });
