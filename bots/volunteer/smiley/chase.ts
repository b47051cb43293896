import { deed, type Effect, tell } from "../../../src/flow/index.ts";
import type { Clock } from "../../../src/matter/index.ts";
import { raise } from "./alarm.ts";
import { type Rung, rungsOf } from "./ladder.ts";
import type { Waiting } from "./queries.ts";
import { downMs, isUp, OUTAGE_MS, type Up } from "./up-time.ts";
import { greeting, HOW, timeOf, wall } from "./words-of.ts";

/* What becomes of elders who sent nothing. Silence is judged only over time in which their channel was up:

   - At the window's end they are asked once more. If the channel was away in the window for a minute or more, their
     state is `outage` and they are told that it was us; while it is still away, nothing is asked and nothing climbs.
   - Half an hour (`smiley_alert`) after they were last asked, somebody is alerted. An outage within that half hour holds
     it: asked again when it is over, and half an hour anew.
   - At the most three times a morning; then the alert goes, outage or not: a channel that comes and goes must not hide
     an elder who does not answer. */

const MOST_ASKS = 3;
/** How often it is looked whether an outage is over. */
const AGAIN_MS = 60_000;

/** Everything that is due with these elders of one occasion at this moment, whichever step it was that fell due. */
export function chase(occasion: number, waiting: readonly Waiting[], ups: readonly Up[], clock: Clock): Effect[] {
  const effects: Effect[] = [];
  const steps = new Map<string, number>();
  const alerted: Waiting[] = [];
  for (const one of waiting) {
    const next = nextFor(one, ups, clock);
    if (next === "alert" && one.missing) effects.push(deed("smiley.alerted", { elder: one.elder, on: one.on_date }));
    else if (next === "alert") alerted.push(one);
    else if (next === "hold") {
      if (one.asked_at !== null || one.state !== "outage") effects.push(asked(one, "outage", null));
      steps.set("again", clock.now + AGAIN_MS);
    } else if (next) {
      const at = clock.now + wall(clock.limits.smiley_alert);
      effects.push(asked(one, next.outage ? "outage" : "reminded", clock.now), ...remind(one, next.outage, clock));
      steps.set(`alert ${timeOf(at, clock.calendar)}`, at);
    }
  }
  effects.push(...alerts(alerted, clock));
  return [...effects, ...[...steps].map(([step, at]) => deed("occasion.step", { occasion, step, at }))];
}

const asked = (one: Waiting, state: "reminded" | "outage", at: number | null): Effect => deed("smiley.asked", { elder: one.elder, on: one.on_date, state, at });

function nextFor(one: Waiting, ups: readonly Up[], clock: Clock): { outage: boolean } | "hold" | "alert" | undefined {
  const { now, calendar } = clock;
  const down = (from: number): boolean => downMs(ups, one.channels, from, now) >= OUTAGE_MS;
  const ask = (outage: boolean) => (isUp(ups, one.channels, now) ? { outage } : "hold");
  if (one.asked_at === null) {
    const end = calendar.at(one.on_date, clockOf(one.window_until));
    if (now < end) return undefined;
    return ask(one.state === "outage" || down(calendar.at(one.on_date, clockOf(one.window_from))));
  }
  if (now < one.asked_at + wall(clock.limits.smiley_alert)) return undefined;
  return down(one.asked_at) && one.asks < MOST_ASKS ? ask(true) : "alert";
}

export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Whoever wants no messages gets none; who looks after them is alerted all the same. */
function remind(one: Waiting, outage: boolean, { now, calendar }: Clock): Effect[] {
  if (one.person_state === "stopped") return [];
  const words = outage
    ? "刚才系统中断了一阵，没能收到消息，不是您的事。请再回我一个笑脸，或说声“早”报个平安。"
    : "还没收到您今天的平安，方便时回我一个笑脸，或说声“早”就行。";
  const expects = { flow: "smiley.answer", version: 1, answers: {}, about: `smiley ${one.elder} ${one.on_date}` };
  return [tell(one.elder, `${one.display}，${greeting(now, calendar)}！${words}`, { emergency: true, expects })];
}

/** Several elders of one volunteer read as one message: the first says what to do, the others only who. */
function alerts(list: readonly Waiting[], clock: Clock): Effect[] {
  const byFirst = Map.groupBy(
    list.map((one) => ({ one, first: rungsOf(one, clock.directory, clock.now)[0] as Rung })),
    ({ first }) => first.person.id,
  );
  return [...byFirst.values()].flatMap((group) => group.flatMap(({ one, first }, n) => alert(one, first, n, group.length, clock)));
}

function alert(one: Waiting, first: Rung, n: number, of: number, clock: Clock): Effect[] {
  const detail = `${one.name}今早${clockOf(one.window_until)}前没有报平安，${one.state === "outage" ? "系统恢复后再问" : "提醒后"}也没有回音`;
  const { open, asks } = raise({ kind: "smiley", charge: one, on: one.on_date, detail, first, told: [] }, clock);
  const minutes = wall(clock.limits.smiley_accept) / 60_000;
  const how = of > 1 ? HOW.smiley.replace("打个电话", "挨个打电话") : HOW.smiley;
  const tail = n === of - 1 ? `。${how}${minutes}分钟没有人接单，我就找下一位。` : "；";
  return [
    open,
    deed("smiley.alerted", { elder: one.elder, on: one.on_date }),
    deed("expectation.close", { about: `smiley ${one.elder} ${one.on_date}` }),
    tell(first.person.id, ({ no }) => `${no}：${detail}${tail}`, of > 1 ? { ...asks, buttons: [] } : asks),
  ];
}
