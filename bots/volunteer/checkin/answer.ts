import { deed, type Effect, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { leaderOf } from "../duty/stand-in.ts";
import type { Condition } from "./condition.ts";
import { type Household, names, placed } from "./household.ts";
import { CONDITIONS } from "./question.ts";

type Change = { one: Household; condition: Condition };
const isGrave = ({ condition }: Change): boolean => condition.state === "missing" || condition.state === "concern";
/** Said again of a household that was already so. */
const isSame = ({ one, condition }: Change): boolean => one.state === condition.state;

const EMERGENCY = "有危险请先拨打120！";

/** What becomes of a report that is clear. In the group a plain `都好` is answered by nothing, so that seven volunteers do
 *  not make seven echoes; one short line is said when something was read that is not plain: nobody answers, something is
 *  wrong, somebody is away, or an earlier word is taken back. Privately there is always a short `收到`; `back` has an answer
 *  already. */
export function answered(
  known: ReadonlyMap<number, Condition>,
  mine: readonly Household[],
  all: readonly Household[],
  text: string,
  turn: Turn,
  back?: number,
): Effect[] {
  const on = turn.calendar.dateOf(turn.saidAt);
  const changes = all.flatMap((one): Change[] => {
    const condition = known.get(one.elder);
    return condition ? [{ one, condition }] : [];
  });
  const past = changes.find(({ condition }) => condition.until !== undefined && condition.until < on);
  if (past) return [say(`${past.one.name}回来的日子已经过去了，请说一个以后的日子，例如“${past.one.name}月底回来”。这句没有记。`)];
  const others = changes.filter(({ one, condition }) => one.elder !== back || condition.state !== "safe");
  return [
    ...changes.flatMap(({ one, condition }) => [
      deed("checkin.report", { elder: one.elder, on, state: condition.state, words: text }),
      ...absence(one, condition, text, on, turn),
    ]),
    ...(changes.length && !others.length ? [] : here(others, mine, turn)),
    ...leaderTold(changes, text, turn),
  ];
}

function absence(one: Household, { state, until }: Condition, text: string, on: string, { who }: Turn): Effect[] {
  if (state === "absent") return [deed("elder.absent", { person: one.elder, from: on, until: until ?? null, reason: text.slice(0, 100), by: who.id })];
  // Whoever was seen is back; that nobody answers the door says nothing of somebody who is away.
  return one.away === null || state === "missing" ? [] : [deed("elder.back", { person: one.elder })];
}

/** What is said where it was said. */
function here(changes: readonly Change[], mine: readonly Household[], turn: Turn): Effect[] {
  const graver = changes.filter((each) => isGrave(each) && (!isSame(each) || each.condition.urgent));
  const same = changes.filter((each) => isGrave(each) && !graver.includes(each));
  const gone = changes.filter(({ condition }) => condition.state === "absent");
  const back = changes.filter(({ one, condition }) => condition.state === "safe" && ["missing", "concern", "absent"].includes(one.state));
  const late = changes.filter(({ one, condition }) => condition.state === "safe" && one.state === "silent");
  const leader = leaderNamed(changes[0]?.one.team, turn);
  const lines = [
    ...(graver.some(({ condition }) => condition.urgent) ? [EMERGENCY] : []),
    ...(graver.length ? [`${listed(graver)}，${leader ? `已告诉${leader}` : "已记下"}。`] : []),
    ...(same.length ? [`${listed(same)}，先前已记下。`] : []),
    ...gone.map(({ one, condition }) => awayLine(one, condition, turn)),
    ...(back.length ? [`${names(back.map(({ one }) => one))}已改为平安。`] : []),
    ...(late.length ? [`已补记${turn.who.name}：${late.length}户平安。`] : []),
  ];
  const left = mine.filter((each) => each.state === "waiting" && !changes.some(({ one }) => one.elder === each.elder));
  if (left.length && lines.length) lines.push(`其余${left.length}户也请报一句，例如“其他都好”。`);
  if (lines.length) return [say(lines.join(""))];
  if (turn.room.kind === "group") return [];
  if (!changes.length) return [say("收到，您负责的住户今天都已经报过了。")];
  return [say(`收到，${changes.length}户平安。${left.length ? `还有${left.length}户没报：${names(left)}。` : ""}`)];
}

const listed = (changes: readonly Change[]): string =>
  (["missing", "concern"] as const)
    .flatMap((state) => {
      const list = changes.filter(({ condition }) => condition.state === state).map(({ one }) => one);
      return list.length ? [`${names(list)}${CONDITIONS[state]}`] : [];
    })
    .join("，");

function awayLine(one: Household, { until }: Condition, { calendar, saidAt }: Turn): string {
  if (until === calendar.dateOf(saidAt)) return `${one.name}今天外出，已记下。`;
  return until
    ? `${one.name}外出已登记，到${calendar.printDate(until)}，这几天不再问。`
    : `${one.name}外出已登记；知道哪天回来请说一声，例如“${one.name}月底回来”。`;
}

/** Whose homes somebody was shown. */
function looked(to: number, changes: readonly Change[]): Effect[] {
  const of = changes.flatMap(({ one }) => (one.home ? [one.elder] : []));
  return of.length ? [deed("audit.look", { to, of })] : [];
}

function leaderNamed(team: number | undefined, turn: Turn): string | undefined {
  const leader = team === undefined ? null : leaderOf(team, { directory: turn.directory, at: turn.now });
  return leader === null || leader === turn.who.id ? undefined : turn.directory.person(leader).name;
}

/** Who leads the team hears at once what is wrong, what turned out well after all, and what came after the morning's end. */
function leaderTold(changes: readonly Change[], text: string, turn: Turn): Effect[] {
  const graver = changes.filter((each) => isGrave(each) && (!isSame(each) || each.condition.urgent));
  const cleared = changes.filter(({ one, condition }) => condition.state === "safe" && ["missing", "concern"].includes(one.state));
  const late = changes.filter(({ one, condition }) => one.state === "silent" && condition.state === "safe");
  return [...Map.groupBy(changes, ({ one }) => one.team)].flatMap(([team]) => {
    const leader = leaderOf(team, { directory: turn.directory, at: turn.now });
    if (leader === null || leader === turn.who.id) return [];
    const own = (list: readonly Change[]) => list.filter(({ one }) => one.team === team);
    return [
      ...own(graver).map(({ one, condition }) =>
        tell(leader, `${turn.who.name}报：${placed(one)}${CONDITIONS[condition.state]}，请看一下。原话：“${text.slice(0, 100)}”`, { emergency: true }),
      ),
      ...own(cleared).map(({ one }) => tell(leader, `${turn.who.name}更正：${placed(one)}现在平安。`)),
      ...looked(leader, [...own(graver), ...own(cleared)]),
      ...(own(late).length ? [tell(leader, `${turn.who.name}补报：${own(late).length}户平安。`)] : []),
    ];
  });
}
