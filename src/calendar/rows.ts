import type { Query } from "../db/connect.ts";
import { type Calendar, type CalendarFacts, createCalendar } from "./working-time.ts";

/** When the State Council published each year's holidays (国务院办公厅关于节假日安排的通知). Years not here are not known
 *  to `chinese-days` either: it takes them for plain weeks. */
const PUBLISHED: Record<number, string> = { 2024: "2023-10-25", 2025: "2024-11-12", 2026: "2025-11-04" };

type Town = { zone: string; hours: { work: string[]; quiet: string } };

/** The calendar as the database has it, asked anew for each moment: a year is known from the day it is published. */
export async function loadCalendar(sql: Query): Promise<(now: number) => Calendar> {
  const [[town], years, days] = await Promise.all([
    sql<Town[]>`select zone, hours from town`,
    sql<{ year: number; published_on: string }[]>`select year, published_on::text from official_year`,
    sql<{ on_date: string; kind: "off" | "work" }[]>`select on_date::text, kind from official_day`,
  ]);
  const facts: CalendarFacts = {
    zone: town?.zone ?? "Asia/Shanghai",
    hours: town?.hours ?? { work: ["08:30-12:00", "13:30-17:30"], quiet: "21:30-07:00" },
    years: new Map(years.map((each) => [each.year, { publishedOn: each.published_on }])),
    days: new Map(days.map((each) => [each.on_date, each.kind])),
  };
  const known = new Map<string, Calendar>();
  const plain = createCalendar(facts);
  return (now) => {
    const today = plain.dateOf(now);
    const published = years.filter((each) => each.published_on <= today).map((each) => each.year);
    const key = published.join(" ");
    const calendar = known.get(key) ?? createCalendar(facts, now);
    known.set(key, calendar);
    return calendar;
  };
}

/** Official years known to `chinese-days`, put into the database once. */
export async function seedOfficialYears(sql: Query): Promise<void> {
  const { default: chineseDays } = await import("chinese-days");
  const years = Object.keys(PUBLISHED).map(Number);
  const days = years.flatMap((year) => {
    const first = Date.UTC(year, 0, 1);
    return Array.from({ length: 366 }, (_, at) => new Date(first + at * 86_400_000)).flatMap((date) => {
      const name = date.toISOString().slice(0, 10);
      const plain = date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
      const work = chineseDays.isWorkday(name);
      return date.getUTCFullYear() === year && work !== plain
        ? [{ on_date: name, kind: work ? "work" : "off", name: chineseDays.getDayDetail(name).name }]
        : [];
    });
  });
  await sql`
    insert into official_year (year, published_on)
    select year, published_on from json_to_recordset(${JSON.stringify(years.map((year) => ({ year, published_on: PUBLISHED[year] })))}::text::json)
      as r(year int, published_on date) order by 1 on conflict do nothing`;
  await sql`
    insert into official_day (on_date, kind, name)
    select on_date, kind, name from json_to_recordset(${JSON.stringify(days)}::text::json) as r(on_date date, kind text, name text)
    order by 1 on conflict do nothing`;
}
