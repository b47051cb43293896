import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createBots } from "../../src/bots.ts";
import { liveYear, type Year, yearOf } from "../../src/cli/year.ts";
import { scratch } from "../db/scratch.ts";

const server = await scratch();
after(() => server.close());
const bots = createBots();
const file = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const span: Year = {
  from: "2026-12-01",
  to: "2027-02-15",
  town: file("test/towns/theme-day.json"),
  calendar: { file: file("towns/calendar-2027.json"), on: "2026-12-20" },
};
/** The same bots with one thing changed in the kind of their theme days. */
const changed = (change: (kind: (typeof bots.work.occasions)[number]) => object) => ({
  ...bots,
  work: { ...bots.work, occasions: bots.work.occasions.map((each) => (each.kind === "theme_day" ? { ...each, ...change(each) } : each)) },
});

test("dates of a town live for months without people: none doubled, none missed, moved when the calendar appears", async () => {
  const { table, wrong } = await liveYear(server, span, bots);
  assert.deepEqual(wrong, []);
  assert.match(table, /2027年2月14日（周日） {2}恒泰陶瓷（原定2月8日（周一））/u);
});

test("a reminder said twice is found", async () => {
  const { wrong } = await liveYear(
    server,
    { ...span, to: "2026-12-20" },
    changed((kind) => ({ falls: (...due: Parameters<typeof kind.falls>) => [...kind.falls(...due), ...kind.falls(...due)] })),
  );
  assert.ok(wrong.some((each) => /同一时刻说了2遍/u.test(each)));
});

test("a reminder that is not taken, and a date that is not the rule's, are found", async () => {
  const { wrong } = await liveYear(
    server,
    { ...span, to: "2026-12-20" },
    changed(() => ({ staleMs: -1 })),
  );
  assert.ok(wrong.some((each) => /theme_day 氟硅材料 2026-12-15：t7 错过了/u.test(each)));
});

test("a span of days that is none is refused", () => {
  const files = { town: "", calendar: "" };
  for (const args of [
    [],
    ["--from", "2026-12-01"],
    ["--from", "2026-02-30", "--to", "2026-12-01"],
    ["--from", "2027-01-01", "--to", "2026-01-01"],
    ["--since", "x"],
  ])
    assert.equal(yearOf(args, files), undefined);
  assert.equal(yearOf(["--from", "2026-12-01", "--to", "2027-11-30"], files)?.calendar?.on, "2026-12-20");
});
