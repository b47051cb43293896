import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { backup } from "../../src/db/backup.ts";
import { connect } from "../../src/db/connect.ts";
import { openDatabase } from "../../src/db/open.ts";
import { loadSecret } from "../../src/db/secret.ts";
import { scratch } from "../db/scratch.ts";
import { dataFolder, type Running, startProgram, toMorning } from "../running/program.ts";
import { command, type Contents, contentsOf, lastTo, say, sequencesOf, watched } from "./town.ts";

const [from, to] = [await dataFolder(), await dataFolder()];
const file = join(from.path, "..", "town.backup");
after(async () => {
  await from.remove();
  await to.remove();
  await (await scratch()).close();
});

test("a running town is backed up, comes back without a difference, embedded and on one's own server, and goes on", async () => {
  const { held, waiting } = await backedUpWhileTalking();

  const server = await scratch();
  const own = await server.database("template0");
  const secret = await loadSecret(from.path);
  const put = command(["restore", file], { DATABASE_URL: own.url, LIANXIN_SECRET: secret, LIANXIN_DATA: join(to.path, "..", "own") });
  assert.match(put.said, /已从 .* 恢复/u);
  assert.equal(put.status, 0, put.complained);
  await sameAs(held, own.target);
  await own.drop();

  assert.equal(command(["restore", file], { LIANXIN_DATA: to.path }).status, 0);
  const database = await openDatabase({ folder: to.path });
  sameBut(held, await contentsOf(database.sql));
  await database.close();

  const program = await startProgram({ LIANXIN_DATA: to.path });
  const last = numberOf(held);
  await say(program, waiting, "窑炉的燃气阀坏了，生产线停了三天");
  const said = await lastTo(program, waiting);
  assert.match(said, new RegExp(`已登记 氟硅-${String(last + 1).padStart(4, "0")}`, "u"), "the waiting question got its answer, and numbers go on");
  assert.equal(await program.stop(), 0);
});

/** A question waits, matters are open, and while the backup is taken people talk and the clock goes on. */
async function backedUpWhileTalking(): Promise<{ held: Contents; waiting: string }> {
  const program = await startProgram({ LIANXIN_DATA: from.path });
  const guest = await openDatabase({ folder: from.path, guest: true });
  try {
    await toMorning(program);
    const [waiting, ...people] = await enterprisePeople(guest.sql);
    assert.ok(waiting !== undefined && people.length > 3);
    await say(program, people[0] as string, "流动资金缺800万，银行说抵押物不够");
    await say(program, waiting, "反映问题");
    assert.match(await lastTo(program, waiting), /请用/u, "a question waits");

    let held: Contents = {};
    let talking = true;
    const talk = talkAll(program, people, () => talking);
    const heard = async (): Promise<number> => (await guest.sql<{ n: number }[]>`select count(*)::int as n from heard`)[0]?.n ?? 0;
    const before = await heard();
    const look = watched(guest.sql, async (tx) => void (held = await contentsOf(tx)));
    await backup(look, from.path, file, { secret: await loadSecret(from.path), withSecret: true });
    const during = (await heard()) - (held["public.heard"]?.length ?? 0);
    talking = false;
    const said = await talk;
    assert.ok(
      said.messages > 0 && said.ticks > 0 && during > 0,
      `people talked and the clock went on meanwhile: ${JSON.stringify({ ...said, before, during })}`,
    );
    assert.ok((held["public.line"]?.length ?? 0) > 0);
    return { held, waiting };
  } finally {
    await guest.close();
    await program.stop();
  }
}

/** Everybody says something, the clock goes on a minute, over and over. */
async function talkAll(program: Running, people: readonly string[], goesOn: () => boolean): Promise<{ messages: number; ticks: number }> {
  const done = { messages: 0, ticks: 0 };
  while (goesOn()) {
    await Promise.all(people.map((who, n) => say(program, who, n % 2 ? "订单下滑，想找新的买家，能帮忙吗" : "我的问题到哪一步了")));
    done.messages += people.length;
    await program.post("/api/sandbox/clock", { by: "1m" });
    done.ticks += 1;
  }
  return done;
}

async function enterprisePeople(sql: Parameters<typeof contentsOf>[0]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct on (o.id) p.name from organisation c join organisation o on o.parent_id = c.id and o.kind = 'enterprise'
    join role r on r.organisation_id = o.id and r.kind = 'member' join person p on p.id = r.person_id where c.code = '氟硅' order by o.id, r.position limit 8`;
  return rows.map((each) => each.name);
}

async function sameAs(held: Contents, target: Parameters<typeof connect>[0]): Promise<void> {
  const sql = connect(target, { max: 2 });
  const found = await contentsOf(sql);
  sameBut(held, found);
  const highest = Object.entries(await sequencesOf(sql)).flatMap(([name, last]) => {
    const ids = (held[`public.${name.replace(/_id_seq$/u, "")}`] ?? []).map((row) => Number(/^\((\d+)/u.exec(row)?.[1] ?? 0));
    return ids.length && (last ?? 0) < Math.max(...ids) ? [name] : [];
  });
  assert.deepEqual(highest, [], "no sequence gives a number twice");
  await sql.end();
}

/** Nothing differs, but that the restoring itself was audited. */
function sameBut(held: Contents, found: Contents): void {
  for (const name of Object.keys(held)) {
    const rows = name === "public.audit" ? found[name]?.filter((row) => !row.includes(",restore,")) : found[name];
    assert.deepEqual(rows, held[name], name);
  }
  assert.deepEqual(Object.keys(found), Object.keys(held));
}

const numberOf = (held: Contents): number =>
  Math.max(0, ...(held["public.matter_number"] ?? []).flatMap((row) => (row.includes("氟硅") ? [Number(/,(\d+)\)/u.exec(row)?.[1])] : [])));
