import assert from "node:assert/strict";
import { test } from "node:test";
import { addMonths, dayOfMonth, isMonthly, monthsBetween } from "../../src/calendar/monthly.ts";

const DAYS: [string, string, string][] = [
  ["15th", "2026-12", "2026-12-15"],
  ["31st", "2027-02", "2027-02-28"],
  ["31st", "2028-02", "2028-02-29"],
  ["last friday", "2026-11", "2026-11-27"],
  ["last friday", "2027-01", "2027-01-29"],
  ["last sunday", "2027-01", "2027-01-31"],
  ["2nd monday", "2026-12", "2026-12-14"],
  ["1st tuesday", "2026-12", "2026-12-01"],
  ["4th saturday", "2027-05", "2027-05-22"],
];
for (const [rule, month, day] of DAYS) test(`the ${rule} of ${month} is ${day}`, () => assert.equal(dayOfMonth(rule, month), day));

for (const rule of ["0th", "32nd", "15", "15st", "5th friday", "last", "every friday", "last Friday", ""])
  test(`“${rule}” is no rule`, () => assert.equal(isMonthly(rule), false));
for (const rule of ["1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "22nd", "31st", "last monday", "1st sunday"])
  test(`“${rule}” is a rule`, () => assert.equal(isMonthly(rule), true));

test("months are counted over the end of the year", () => {
  assert.equal(addMonths("2026-11", 2), "2027-01");
  assert.equal(addMonths("2027-01", -2), "2026-11");
  assert.equal(monthsBetween("2026-11", "2027-02"), 3);
});
