import type { Calendar } from "../../../src/calendar/working-time.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import { names } from "./household.ts";
import type { Cared } from "./queries.ts";

type Silent = { name: string; list: readonly Cared[] };

const MINUTE_MS = 60_000;
/** `10:00`, of a moment of this very day. */
export const clockOf = (calendar: Calendar, at: number): string => calendar.print(at).slice(-5);

const gone = (list: readonly Cared[], calendar: Calendar): string =>
  list.map((each) => (each.away === null || each.away === "open" ? each.name : `${each.name}（到${calendar.printDate(each.away)}）`)).join("、");

/** The day's prompt. It calls nobody by name: a word is enough, and who is away is not asked about. */
export function promptLine(
  { on_date, at }: Pick<Occasion, "on_date" | "at">,
  cared: readonly Cared[],
  { until, late, calendar }: { until: number; late: number; calendar: Calendar },
): string {
  const away = cared.filter((each) => each.away !== null);
  return [
    `${calendar.printDate(on_date)}早间签到`,
    late ? `（系统中断，本该${clockOf(calendar, at)}发，晚了${Math.round(late / MINUTE_MS)}分钟）` : "",
    `：各家平安吗？请在${clockOf(calendar, until)}前回一句，例如“都好”“7户平安”“都好，就3号楼那户没人应”。`,
    away.length ? `外出不用看：${gone(away, calendar)}。` : "",
  ].join("");
}

const counted = (silent: readonly Silent[]): string => silent.map((each) => `${each.name}（${each.list.length}户）`).join("、");

export const reminderLine = (silent: readonly Silent[], until: string): string =>
  `还没有回报的：${counted(silent)}。请在${until.slice(-5)}前回一句，例如“都好”。`;

export const silentLine = ({ on_date }: Pick<Occasion, "on_date">, silent: readonly Silent[], calendar: Calendar): string =>
  `${calendar.printDate(on_date)}签到时间已到，没有回报的：${silent.map((each) => `${each.name}（${each.list.length}户：${names(each.list)}）`).join("；")}。请联系一下。`;

/** The morning's end, every number with what it is out of: those who are away are counted apart. */
export function closingLines({ on_date }: Pick<Occasion, "on_date">, cared: readonly Cared[], silent: readonly Silent[], calendar: Calendar): string {
  const of = (state: string) => cared.filter((each) => each.state === state);
  const away = of("absent");
  const due = cared.length - away.length;
  const safe = of("safe");
  const named = (label: string, list: readonly Cared[]) => (list.length ? [`${label}${list.length}/${due}户：${names(list)}`] : []);
  return (
    [
      `${calendar.printDate(on_date)}签到汇总：共${cared.length}户，应报${due}户。平安${safe.length}/${due}户`,
      ...named("没人应", of("missing")),
      ...named("有情况", of("concern")),
      ...(silent.length ? [`没回报${of("waiting").length}/${due}户：${counted(silent)}`] : []),
      ...(away.length ? [`外出${away.length}户：${gone(away, calendar)}`] : []),
    ].join("；") + "。"
  );
}
