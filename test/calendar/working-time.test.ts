import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createCalendar, instantOf } from "../../src/calendar/working-time.ts";

const ZONE = "Asia/Shanghai";
const calendar = createCalendar({
  zone: ZONE,
  hours: { work: ["08:30-12:00", "13:30-17:30"], quiet: "21:30-07:00" },
  years: new Map([[2026, { publishedOn: "2025-11-04" }]]),
  days: new Map([...["01", "02", "05", "06", "07"].map((day) => [`2026-10-${day}`, "off"] as const), ["2026-10-10", "work"] as const]),
});
const at = (text: string): number => instantOf(text.slice(0, 10), text.slice(11), ZONE);
const shown = (moment: number): string => `${calendar.dateOf(moment)} ${calendar.print(moment).slice(-5)}`;

const HOURS: [string, number, string][] = [
  ["2026-11-23 09:00", 240, "2026-11-23 14:30"],
  ["2026-11-23 12:30", 60, "2026-11-23 14:30"],
  ["2026-11-23 16:30", 240, "2026-11-24 11:30"],
  ["2026-11-27 17:00", 60, "2026-11-30 09:00"],
  ["2026-11-28 10:00", 60, "2026-11-30 09:30"],
  ["2026-10-09 16:30", 240, "2026-10-10 11:30"],
  ["2026-09-30 17:00", 60, "2026-10-08 09:00"],
  ["2026-11-23 22:00", 60, "2026-11-24 09:30"],
];
for (const [from, minutes, until] of HOURS)
  test(`${minutes} working minutes after ${from} it is ${until}`, () => assert.equal(shown(calendar.addWorkingMinutes(at(from), minutes)), until));

const DAYS: [string, number, string][] = [
  ["2026-11-23 09:00", 2, "2026-11-25 09:00"],
  ["2026-11-27 15:00", 1, "2026-11-30 15:00"],
  ["2026-11-28 15:00", 1, "2026-12-01 08:30"],
  ["2026-10-09 09:00", 1, "2026-10-10 09:00"],
  ["2026-09-30 09:00", 1, "2026-10-08 09:00"],
];
for (const [from, days, until] of DAYS)
  test(`${days} working days after ${from} it is ${until}`, () => assert.equal(shown(calendar.addWorkingDays(at(from), days)), until));

test("quiet hours end at seven, on the right day", () => {
  assert.equal(shown(calendar.quietEnd(at("2026-11-23 22:00"))), "2026-11-24 07:00");
  assert.equal(shown(calendar.quietEnd(at("2026-11-24 03:00"))), "2026-11-24 07:00");
  assert.equal(calendar.quietEnd(at("2026-11-24 07:00")), at("2026-11-24 07:00"));
  assert.equal(calendar.isQuiet(at("2026-11-24 21:30")), true);
});

test("a year is provisional until its calendar is published", () => {
  assert.equal(calendar.isProvisional(2026, at("2025-11-03 12:00")), true);
  assert.equal(calendar.isProvisional(2026, at("2025-11-04 12:00")), false);
  assert.equal(calendar.isProvisional(2027, at("2026-11-23 12:00")), true);
});

test("the working minutes between a moment and so many working minutes later are that many", () => {
  const moments = fc.integer({ min: at("2026-01-01 00:00") / 60_000, max: at("2026-12-01 00:00") / 60_000 }).map((minute) => minute * 60_000);
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 5000 }), (from, minutes) => {
      const until = calendar.addWorkingMinutes(from, minutes);
      assert.ok(until > from);
      assert.equal(Math.round(calendar.workingMinutesBetween(from, until)), minutes);
    }),
  );
});

test("a zone with summer time keeps its clock", () => {
  const berlin = createCalendar({ zone: "Europe/Berlin", hours: { work: ["09:00-17:00"], quiet: "22:00-06:00" }, years: new Map(), days: new Map() });
  const friday = instantOf("2026-03-27", "10:00", "Europe/Berlin");
  assert.equal(berlin.addWorkingDays(friday, 1), instantOf("2026-03-30", "10:00", "Europe/Berlin"));
  assert.equal(berlin.addWorkingDays(friday, 1) - friday, 3 * 86_400_000 - 3_600_000);
});
