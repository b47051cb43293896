import { begin, type Effect, type Flow, flow, say } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { factsOf } from "./facts.ts";
import { aboutRota, aheadOf, NOT_PLANNED, notThatDay } from "./find.ts";
import { monthIn } from "./month.ts";
import { totalsOf, type Totals } from "./queries.ts";
import { enterprisesIn } from "./whose.ts";
import { about, dateOf, dayOf, hostOf, session } from "./words-of.ts";

const YEAR_MS = 366 * 86_400_000;
const TOTALS = /多少(场|次|期|人)|几(场|次)|统计|人次|办了多少/u;
const ALL = /轮值表|轮流表|排班|排期|顺序|全年|一年|都是谁|接下来|安排(发|给|是)|怎么排|(轮值|党日)安排/u;
const TELLS = /^(党日|我们党日|这期党日)的?主题(是|为|定|改|[：:])(?!.*(什么|谁|哪|[吗？?]))/u;
const OURS = /我们|我家|我厂|我司|咱们/u;

/** 下次轮到谁, 什么时候轮到我们, 轮值表, 3月谁承办: asked in the group or privately. */
export const askRota: Flow<Turn> = aboutRota("rota.ask", ["轮值表"]).ends((a, turn): Effect[] => {
  // 党日主题是…: the host tells, and asks nothing.
  if (TELLS.test(a.text)) return [begin("rota.confirm", a.text, a.facts)];
  if (TOTALS.test(a.text)) return [begin("rota.totals", a.text, a.facts)];
  const ahead = aheadOf(a.rota, turn.now);
  if (!ahead.length) return [say(NOT_PLANNED)];
  const named = monthIn(a.text, turn);
  if (named.say !== undefined) return [say(named.say)];
  if (named.month !== undefined) return [say(ofMonth(a.rota, named.month, named.on, turn))];
  const own = turn.directory.enterprise(turn.who.id);
  const [other] = enterprisesIn(a.text, turn.directory);
  const whose = other ?? (OURS.test(a.text) ? own : undefined);
  if (whose) return [say(turnsOf(whose, ahead, turn))];
  if (ALL.test(a.text) || a.text === "") return [say(yearAhead(ahead, turn))];
  const next = ahead[0] as Occasion;
  return [say(`下次轮到${hostOf(next, turn.directory)}：${line(next, turn)}。${state(next)}`)];
});

const line = (one: Occasion, turn: Turn): string => [`${dateOf(one, turn)}，${session(one)}`, about(one)].filter(Boolean).join("，");
const state = (one: Occasion): string => (factsOf(one).confirmed_by === undefined ? "承办方还没有确认。" : "承办方已确认。");

function turnsOf(enterprise: { id: number; name: string }, ahead: readonly Occasion[], turn: Turn): string {
  const own = ahead.filter((each) => each.host_id === enterprise.id && each.at < turn.now + YEAR_MS);
  const [next, ...rest] = own;
  if (!next) return `${enterprise.name}一年内没有排到；看全年请说“轮值表”。`;
  return `${enterprise.name}下次承办：${line(next, turn)}。${rest.length ? `之后还有${rest.map((each) => dayOf(each, turn)).join("、")}。` : ""}`;
}

function yearAhead(ahead: readonly Occasion[], turn: Turn): string {
  const year = ahead.filter((each) => each.at < turn.now + YEAR_MS);
  const chain = turn.directory.organisation(year[0]?.organisation_id)?.name ?? "";
  const open = year.some((each) => each.provisional) ? ["标“暂定”的，等节假日安排公布后确定，有变化会告诉承办方。"] : [];
  return [
    `${chain}轮值表（共${year.length}期）：`,
    ...year.map((each) => `${dateOf(each, turn)} ${hostOf(each, turn.directory)} ${session(each)}`),
    ...open,
  ].join("\n");
}

function ofMonth(rota: readonly Occasion[], month: string, on: string | undefined, turn: Turn): string {
  const label = `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;
  const one = rota.find((each) => each.on_date.startsWith(month));
  const last = rota.at(-1);
  if (!one)
    return month < turn.calendar.dateOf(turn.now).slice(0, 7)
      ? `${label}没有主题党日的记录。`
      : `${label}还没有排到，目前排到${last ? dayOf(last, turn) : "今天"}。`;
  if (on !== undefined && on !== one.on_date) return notThatDay(on, one, turn);
  if (one.at > turn.now && one.state === "planned") return `${line(one, turn)}，由${hostOf(one, turn.directory)}承办。${state(one)}`;
  const became = one.state === "held" ? "已经举办" : one.state === "skipped" ? "没有举办" : "已经过去，还没有记录是否举办";
  return `${line(one, turn)}，由${hostOf(one, turn.directory)}承办，${became}。`;
}

/** 党日办了多少场: sessions and person-times of this year by chain, each with what it is counted against. */
export const totals: Flow<Turn> = flow<Turn>("rota.totals")
  .opensOn(["党日统计", "党日办了多少场"])
  .look("sums", totalsOf, (a, turn) => {
    const today = turn.calendar.dateOf(turn.now);
    return { chains: chainsOf(a.text, turn), from: `${today.slice(0, 4)}-01-01`, until: turn.calendar.addDays(today, -1) };
  })
  .ends((a, turn) => {
    if (!a.sums.length) return [say("请说是哪条链，例如“氟硅材料党日办了多少场”。")];
    const rows = a.sums.filter((each) => each.due > 0);
    if (!rows.length) return [say("今年到昨天为止，还没有到期的主题党日。")];
    const all = rows.reduce((sum, each) => ({ held: sum.held + each.held, due: sum.due + each.due, times: sum.times + each.times }), {
      held: 0,
      due: 0,
      times: 0,
    });
    return [
      say(
        [
          `今年到昨天为止的主题党日：`,
          ...rows.map((each) => sumLine(each, turn.directory.organisation(each.chain)?.name ?? "")),
          ...(rows.length > 1 ? [`合计：举办${all.held}场（应办${all.due}场），参加${all.times}人次。`] : []),
        ].join("\n"),
      ),
    ];
  });

const sumLine = (each: Totals, name: string): string =>
  `${name}：举办${each.held}场（应办${each.due}场），参加${each.times}人次，缺席${each.absent}家次，已补课${each.made_up}家次。`;

/** The town's secretaries see all chains, a chain's secretary and its enterprises their own; in a group, that of the group. */
function chainsOf(text: string, turn: Turn): number[] {
  const { directory, who, room } = turn;
  const chains = directory.chains();
  const town = directory.isTown(who.id, "secretary");
  const own = directory.organisation(directory.enterprise(who.id)?.parent_id);
  const may = town
    ? chains
    : chains.filter(
        (each) =>
          each.id === own?.id ||
          directory.roles(who.id).some((role) => role.organisation_id === each.id || directory.organisation(role.organisation_id)?.parent_id === each.id),
      );
  const named = may.filter((each) => text.includes(each.name) || (each.code !== null && text.includes(each.code)));
  const here = may.filter((each) => room.kind === "group" && each.id === room.organisation_id);
  return (named.length ? named : here.length ? here : may).map((each) => each.id);
}
