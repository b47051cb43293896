import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { createVault } from "../../src/db/seal.ts";
import { importTown } from "../../src/people/import.ts";
import { readTown, type Town } from "../../src/people/town-file.ts";
import { scratch } from "../db/scratch.ts";

const vault = createVault("test");
const file = async (name: string): Promise<Town> => {
  const read = readTown(JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), "utf8")));
  assert.ok(read.ok, read.ok ? "" : read.say);
  return read.town;
};
const server = await scratch();
after(() => server.close());

const policies = (...given: object[]) => ({ name: "x", policies: given.map((each) => ({ title: "甲", ...each })) });

const WRONG: [string, unknown, string][] = [
  [
    "an unknown field",
    { name: "x", chains: [{ name: "c", enterprises: [{ name: "e" }, { name: "f", comissioner: "z" }] }] },
    "chains[0].enterprises[1].comissioner",
  ],
  ["a person twice", { name: "x", people: [{ name: "a" }, { name: "a" }] }, "people[1].name"],
  ["a room twice", { name: "x", rooms: [{ name: "a" }, { name: "a" }] }, "rooms[1].name"],
  [
    "an enterprise in two chains",
    {
      name: "x",
      chains: [
        { name: "c", enterprises: [{ name: "e" }] },
        { name: "d", enterprises: [{ name: "e" }] },
      ],
    },
    "chains[].enterprises[1].name",
  ],
  ["a room of no chain", { name: "x", rooms: [{ name: "a", chain: "没有" }] }, "rooms[0].chain"],
  ["no name", {}, "name"],
  ["a number for a name", { name: 5 }, "name"],
  ["a list for a town", [], "(整个文件)"],
  ["nothing", null, "(整个文件)"],
  ["an unknown limit", { name: "x", limits: { acept: "4h" } }, "limits.acept"],
  ["a limit of no unit", { name: "x", limits: { accept: "4x" } }, "limits.accept"],
  ["a zone on Mars", { name: "x", timezone: "Mars/Base" }, "timezone"],
  ["a day that is none", { name: "x", holidays: { published_on: "2026-02-30" } }, "holidays.published_on"],
  ["a window that ends before it begins", policies({ window: ["2026-12-15", "2026-11-01"] }), "policies[0].window"],
  ["a policy that supersedes itself round a circle", policies({ supersedes: "乙" }, { title: "乙", supersedes: "甲" }), "policies[0].supersedes"],
  ["a policy that supersedes itself", policies({ supersedes: "甲" }), "policies[0].supersedes"],
  ["a version twice", policies({}, { title: "甲" }), "policies[1].title"],
  ["an unknown comparison", policies({ conditions: [{ fact: "employees", is: "=>", value: 5 }] }), "policies[0].conditions[0].is"],
  ["a ratio in words", policies({ conditions: [{ fact: "rd_ratio", is: ">=", value: "百分之三" }] }), "policies[0].conditions[0].value"],
  ["a list that is none", policies({ exclusions: [{ fact: "district", is: "in", value: "桓台" }] }), "policies[0].exclusions[0].value"],
  ["a theme day of no rule", { name: "x", chains: [{ name: "c", theme_day: { rule: "every friday" } }] }, "chains[0].theme_day.rule"],
  ["a theme day in a month that is none", { name: "x", chains: [{ name: "c", theme_day: { rule: "15th", start: "2026-13" } }] }, "chains[0].theme_day.start"],
  ["a host from elsewhere", { name: "x", chains: [{ name: "c", theme_day: { rule: "15th", hosts: ["e"] } }] }, "chains[0].theme_day.hosts[0]"],
  ["hours without minutes", { name: "x", hours: { work: ["8-12"] } }, "hours.work[0]"],
];
for (const [name, town, field] of WRONG)
  test(`a town file with ${name} is refused, naming the field`, () => {
    const read = readTown(town);
    assert.ok(!read.ok);
    assert.equal(read.field, field);
    assert.match(read.say, /。$/u);
  });

test("a policy on a fact that no enterprise has, and a newer version of a title, are fine", () => {
  const read = readTown(policies({ conditions: [{ fact: "exports_yuan", is: ">", value: 5 }] }, { version: 2, supersedes: "甲" }));
  assert.ok(read.ok, read.ok ? "" : read.say);
});

test("a town imported twice is the same town", async () => {
  const database = await server.database();
  const town = await file("test/towns/small.json");
  const counts = () =>
    database.sql`select (select count(*) from person) as people, (select count(*) from role) as roles, (select count(*) from room) as rooms,
      (select count(*) from membership where left_at is null) as members, (select count(*) from organisation) as organisations`;
  await importTown(database.sql, town, { now: 0, vault });
  const before = await counts();
  await importTown(database.sql, town, { now: 0, vault });
  assert.deepEqual(await counts(), before);
  await database.drop();
});

test("phones are sealed, and open only where they stand", async () => {
  const database = await server.database();
  await importTown(database.sql, { name: "x", people: [{ name: "李专员", phone: "13800000000" }] }, { now: 0, vault });
  const [row] = await database.sql<{ id: number; phone_sealed: Uint8Array; wrapped: Uint8Array }[]>`
    select p.id, p.phone_sealed, k.wrapped from person p join person_key k on k.person_id = p.id where p.name = '李专员'`;
  assert.ok(row);
  assert.ok(!Buffer.from(row.phone_sealed).includes("13800000000"));
  const key = { person: row.id, wrapped: row.wrapped };
  assert.deepEqual(vault.open({ table: "person", row: row.id, column: "phone_sealed" }, row.phone_sealed, key), { ok: true, text: "13800000000" });
  await database.drop();
});

test("the sample town loads: 20 chains of 8 enterprises, 3 teams, 60 elders, a room for each", async () => {
  const database = await server.database();
  await importTown(database.sql, await file("towns/sample.json"), { now: 0, vault });
  const [count] = await database.sql`
    select (select count(*)::int from organisation where kind = 'chain') as chains, (select count(*)::int from organisation where kind = 'enterprise') as enterprises,
      (select count(*)::int from role where kind = 'elder') as elders, (select count(*)::int from room where kind = 'group') as groups`;
  assert.deepEqual({ ...count }, { chains: 20, enterprises: 160, elders: 60, groups: 23 });
  await database.drop();
});
