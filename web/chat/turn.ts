import { Temporal } from "temporal-polyfill";
import { loadCalendar } from "../../src/calendar/rows.ts";
import type { Sql } from "../../src/db/connect.ts";
import { Refusal } from "../refusal.ts";

/** Further than this at once is surely a slip of the pen. */
const MAX_DAYS = 400;
const MAX_WORKDAYS = 200;
const DAY_MS = 86_400_000;
const BY = /^(?=\S)(?:(\d{1,3})w)?\s*(?:(\d{1,3})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,5})m)?$/u;

/** Where the clock is turned to: a moment (`2026-11-25 09:00` in the town's zone, or ISO), or by a span (`1w 3d 2h 30m`,
 *  `w` being working days). Throws a refusal. */
export async function readTurn(sql: Sql, asked: { to?: string | undefined; by?: string | undefined }, now: number, zone: string): Promise<number> {
  if ((asked.to === undefined) === (asked.by === undefined)) throw new Refusal(400, "one-of", "请给出 to 或 by 其中一个。", "to");
  const to = asked.to === undefined ? await readBy(sql, asked.by ?? "", now) : readTo(asked.to, zone);
  if (to < now) throw new Refusal(400, "clock-back", "时钟只能往前拨。", asked.to === undefined ? "by" : "to");
  if (to - now > MAX_DAYS * DAY_MS) throw new Refusal(400, "too-far", `一次最多往前拨${MAX_DAYS}天。`, asked.to === undefined ? "by" : "to");
  return to;
}

function readTo(text: string, zone: string): number {
  const wanted = text.trim();
  try {
    if (/(?:Z|[+-]\d{2}:?\d{2})(?:\[.+\])?$/iu.test(wanted)) return Temporal.Instant.from(wanted.replace(" ", "T")).epochMilliseconds;
    return Temporal.PlainDateTime.from(wanted.replace(/\s+/u, "T")).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw new Refusal(400, "bad-time", "时间请写成“2026-11-25 09:00”。", "to");
  }
}

async function readBy(sql: Sql, text: string, now: number): Promise<number> {
  const found = BY.exec(text.trim());
  if (!found) throw new Refusal(400, "bad-span", "请写成“2h”“3d”“30m”，或“2w”（两个工作日）。", "by");
  const [workdays = 0, days = 0, hours = 0, minutes = 0] = found.slice(1).map((each) => Number(each ?? 0));
  if (workdays > MAX_WORKDAYS) throw new Refusal(400, "too-far", `一次最多往前拨${MAX_DAYS}天。`, "by");
  const after = workdays ? (await loadCalendar(sql))(now).addWorkingDays(now, workdays) : now;
  return after + ((days * 24 + hours) * 60 + minutes) * 60_000;
}
