import { choice } from "../../../src/flow/asks/choice.ts";
import { begin, button, deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Directory, Organisation, Person, Turn } from "../../../src/people/index.ts";
import { byHome, placed } from "../checkin/household.ts";
import { type Elder, eldersBy } from "../registry/queries.ts";
import { type Leave, leavesOf } from "./queries.ts";
import { printSpan, type Span, spanAsk } from "./span.ts";
import { leaderOf, standIn } from "./stand-in.ts";
import { teamsHere } from "./team.ts";

/** A longer absence is no leave: the households are paired anew. */
export const MAX_DAYS = 60;
const DAY_MS = 86_400_000;

/** A volunteer is not there for some days: their households go to whoever they name, else to each elder's backup, else to
 *  the leader. Whoever stands in is told, and may say no. Said by somebody who owns matters, it is of those. */
export const leave: Flow<Turn> = flow<Turn>("duty.leave")
  .opensOn([], { understands: "duty.leave" })
  .askIf(
    (_, turn) => teamsHere(turn).length > 0,
    "span",
    (_, turn) => spanAsk(turn),
    "请哪几天假？例如“明天一天”“到下周三”。",
  )
  .look("charged", eldersBy, ({ span }, { who, calendar, now }) => ({ by: "volunteer", value: who.id, on: span?.from ?? calendar.dateOf(now) }))
  .look("leaves", leavesOf, ({ span }, turn) => ({ team: teamsHere(turn)[0]?.id ?? null, from: span?.from ?? null, until: span?.until ?? null }))
  .ends(({ span, charged, leaves, text, facts }, turn) => {
    const [team] = teamsHere(turn);
    if (!team || !span) return [begin("owner.leave", text, facts)];
    const wrong = wrongSpan(span, turn) ?? wrongCover(text, facts, team, leaves, turn);
    if (wrong) return [say(wrong)];
    const cover = coverIn(text, team.id, turn);
    return goes({ team, span, cover: cover?.id ?? null, elders: charged.filter((each) => each.team === team.id), leaves, text, turn });
  });

function wrongSpan({ from, until }: Span, { calendar, now }: Turn): string | undefined {
  if (from < calendar.dateOf(now) || until < calendar.dateOf(now)) return "这个日子已经过去了，请说一个以后的日子，例如“明天”。";
  if (until < from) return "结束的日子在开始之前，请再说一次是哪几天。";
  return Date.parse(until) - Date.parse(from) >= MAX_DAYS * DAY_MS ? `一次最多请${MAX_DAYS}天假；再长请跟队长说，好给老人另配志愿者。` : undefined;
}

const REPLACES = /替|代|顶|换|由|让/u;

/** Whom the sentence names to stand in: one of the team, if any is named. */
function coverIn(text: string, team: number, { who, directory }: Turn): Person | undefined {
  if (!REPLACES.test(text)) return undefined;
  const members = membersOf(team, directory);
  const named = [...members, ...directory.people.values()].filter((each) => each.id !== who.id && text.includes(each.name));
  return named.find((each) => members.includes(each)) ?? named.toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** Only somebody of the team who is there themselves can stand in. */
function wrongCover(text: string, facts: Record<string, unknown>, team: Organisation, leaves: readonly Leave[], turn: Turn): string | undefined {
  const named = coverIn(text, team.id, turn);
  const members = membersOf(team.id, turn.directory).filter((each) => each.id !== turn.who.id);
  const choices = members.length ? `可以请${members.map((each) => each.name).join("、")}，例如“${members[0]?.name}替我”；不说替班的人也行。` : "";
  const said = named?.name ?? (REPLACES.test(text) && typeof facts["person"] === "string" ? facts["person"] : undefined);
  if (said === undefined) return undefined;
  if (said === turn.who.name) return `替班的人不能是自己。${choices}请假没有记。`;
  if (!named || !members.some((each) => each.id === named.id)) return `${said}不是${team.name}的队员，替不了班。${choices}请假没有记。`;
  return leaves.some((each) => each.person === named.id) ? `${said}那几天也请假。${choices}请假没有记。` : undefined;
}

const membersOf = (team: number, directory: Directory): Person[] => [
  ...new Map([...directory.holding(team, "volunteer"), ...directory.holding(team, "leader")].map((each) => [each.id, each])).values(),
];

type Going = { team: Organisation; span: Span; cover: number | null; elders: readonly Elder[]; leaves: readonly Leave[]; text: string; turn: Turn };

function goes({ team, span, cover, elders, leaves, text, turn }: Going): Effect[] {
  const { who, calendar, now } = turn;
  const today = calendar.dateOf(now);
  const until = calendar.at(calendar.addDays(span.until, 1), "00:00");
  const asked = shared(elders, { team: team.id, person: who.id, cover, off: [who.id, ...leaves.map((each) => each.person)], declined: [], turn });
  const covers = [...asked].map(([id, list]) => `${list.length}户由${turn.directory.person(id).name}代看`).join("，");
  return [
    deed("duty.leave", { team: team.id, person: who.id, ...span, cover, words: text.slice(0, 100) }),
    span.from <= today
      ? deed("person.away", { person: who.id, until, deputy: cover })
      : deed("occasion.rule", { key: `leave ${who.id} ${span.from}`, kind: "leave", organisation: team.id, rule: { person: who.id, ...span } }),
    ...(span.from <= today ? assigned(asked, today) : []),
    say(`好的，记下${who.name}请假：${printSpan(span, turn)}。${covers ? `${covers}，已通知。` : elders.length ? "队里没有能代看的人，请告诉社区。" : ""}`),
    ...[...asked].flatMap(([id, list]) => request(id, list, { team: team.id, person: who.id, span }, turn)),
  ];
}

type Sharing = { team: number; person: number; cover: number | null; off: readonly number[]; declined: readonly number[]; turn: Turn };

/** The households of somebody who is away, by who stands in. */
export function shared(elders: readonly Elder[], { team, person, cover, off, declined, turn }: Sharing): Map<number, Elder[]> {
  const by = new Map<number, Elder[]>();
  for (const each of elders.toSorted(byHome)) {
    const to = standIn({ paired: null, backup: each.backup === person ? null : each.backup, cover, off, declined }, team, {
      directory: turn.directory,
      at: turn.now,
    });
    if (to !== null) by.set(to, [...(by.get(to) ?? []), each]);
  }
  return by;
}

const assigned = (shares: ReadonlyMap<number, Elder[]>, on: string): Effect[] =>
  [...shares].flatMap(([volunteer, list]) => list.map((each) => deed("checkin.assign", { elder: each.person, on, volunteer })));

/** Whoever stands in is told, and may say no; the leader is the last and cannot. */
function request(to: number, list: readonly Elder[], { team, person, span }: { team: number; person: number; span: Span }, turn: Turn): Effect[] {
  if (to === turn.who.id) return [];
  const last = leaderOf(team, { directory: turn.directory, at: turn.now }) === to;
  const words = `${turn.directory.person(person).name}${printSpan(span, turn)}请假，请您代看${list.length}户：${list.map(placed).join("、")}，签到也请一并报。`;
  if (last) return [tell(to, `${words}不方便的话请另外安排人。`)];
  return [
    tell(to, `${words}不方便请回复“替不了”。`, {
      buttons: [button("可以", "answer", "1"), button("替不了", "answer", "2")],
      expects: { flow: "duty.cover", version: 1, answers: { team, person, ...span }, about: `leave ${person} ${span.from}` },
    }),
  ];
}

const coverAsk = choice({
  yes: ["可以", "好", "好的", "行", "没问题", "收到"],
  no: ["替不了", "不行", "不方便", "没空", "去不了", "不可以", "代不了", "看不了"],
});

/** Whoever was asked to stand in answers. After a no it is the next one's turn; the one on leave is told. */
export const coverLeave: Flow<Turn> = flow<Turn>("duty.cover")
  .ask("answer", coverAsk, "可以代看吗？1 可以 2 替不了", { spot: false })
  .look("elders", eldersBy, (a) => ({ by: "volunteer", value: Number(a["person"]), on: String(a["from"]) }))
  .look("leaves", leavesOf, (a) => ({ team: Number(a["team"]), from: String(a["from"]), until: String(a["until"]) }))
  .ends(({ answer, elders, leaves, ...a }, turn) => {
    const { who, calendar, now, directory } = turn;
    const [team, person, from, until] = [Number(a["team"]), Number(a["person"]), String(a["from"]), String(a["until"])];
    const own = leaves.find((each) => each.person === person);
    if (!own) return [say(`${directory.person(person).name}已经不请假了，不用代看，谢谢。`)];
    if (answer === "yes") return [say("谢谢，已记下。")];
    const off = leaves.map((each) => each.person);
    const before = { team, person, cover: own.cover, off, declined: own.declined, turn };
    const mine = shared(elders, before).get(who.id) ?? [];
    const after = { ...before, cover: own.cover === who.id ? null : own.cover, declined: [...own.declined, who.id] };
    const asked = shared(mine, after);
    const today = calendar.dateOf(now);
    const begun = from <= today && today <= until;
    const next = [...asked].map(([id, list]) => `${list.map((each) => each.name).join("、")}改由${directory.person(id).name}代看`).join("，");
    return [
      deed("duty.decline", { team, person, from, until, by: who.id }),
      ...(begun ? assigned(asked, today) : []),
      ...(begun && own.cover === who.id ? [deed("person.away", { person, until: calendar.at(calendar.addDays(until, 1), "00:00"), deputy: null })] : []),
      say(`好的，知道了，${next || "已请队长另外安排"}。`),
      tell(person, `${who.name}替不了班，${next || "已请队长另外安排"}。`),
      ...[...asked].flatMap(([id, list]) => request(id, list, { team, person, span: { from, until } }, turn)),
    ];
  });
