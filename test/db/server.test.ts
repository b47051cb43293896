import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { isOpenToAll, isRoot } from "../../src/db/folder.ts";
import { openDatabase } from "../../src/db/open.ts";
import { commandOf } from "../../src/db/processes.ts";
import { loadSecret } from "../../src/db/secret.ts";
import { inFolder, inUsedFolder, leave, murder, postmasterOf, startProgram, watcherOf } from "./program.ts";

/** `daemon` everywhere: initdb wants its user to have a name. */
const somebody = { uid: 1, gid: 1 };

test("A new folder gets a migrated database, and what is written there is there when it is opened again", () =>
  inFolder(async (folder) => {
    const first = await openDatabase({ folder });
    assert.deepEqual([first.fresh, first.migrated], [true, true]);
    await first.sql`insert into clock_state (key, value) values ('weather', '晴')`;
    await first.close();
    const second = await openDatabase({ folder });
    assert.deepEqual([second.fresh, second.migrated], [false, false]);
    assert.equal((await second.sql`select value from clock_state`)[0]?.["value"], "晴");
    assert.equal((await second.sql`show fsync`)[0]?.["fsync"], "on");
    await second.close();
    await assert.rejects(stat(join(folder, "postgres", "postmaster.pid")), { code: "ENOENT" });
  }));

test("A second program on the same folder, under whichever name, is told so in one sentence", () =>
  inUsedFolder(async (folder) => {
    const first = await openDatabase({ folder });
    await inFolder(async (elsewhere) => {
      await symlink(folder, join(elsewhere, "link"));
      for (const name of [folder, join(elsewhere, "link")]) {
        const { said } = await startProgram(name);
        assert.equal(said.code, "folder-in-use");
        assert.equal(said.message, `数据目录 ${folder} 正由另一个链心程序使用，请先停下它。`);
      }
    });
    assert.equal((await first.sql`select 1 as one`)[0]?.["one"], 1);
    await first.close();
  }));

test("A guest uses the server of the program that runs, and leaves it running", () =>
  inUsedFolder(async (folder) => {
    const { child, said } = await startProgram(folder);
    assert.equal(said.open, true);
    const guest = await openDatabase({ folder, guest: true });
    assert.equal((await guest.sql`select count(*) as n from clock_state`)[0]?.["n"], 1);
    await guest.close();
    const again = await openDatabase({ folder, guest: true });
    await again.close();
    await leave(child);
  }));

test("When the program is killed, its server stops by itself and the next program finds everything", () =>
  inUsedFolder(async (folder) => {
    const { child } = await startProgram(folder);
    await murder(child);
    const next = await openDatabase({ folder });
    assert.equal((await next.sql`select count(*) as n from clock_state`)[0]?.["n"], 1);
    await next.close();
  }));

test("A server that outlived its program and its watcher is taken over, and tied again", () =>
  inUsedFolder(async (folder) => {
    const { child, said } = await startProgram(folder);
    process.kill(await watcherOf(folder), "SIGKILL");
    await murder(child);
    const second = await startProgram(folder);
    assert.deepEqual([second.said.open, second.said.start], [true, said.start], "the same server goes on");
    await murder(second.child);
    const third = await openDatabase({ folder });
    const [server] = await third.sql<{ start: string; n: number }[]>`
      select pg_postmaster_start_time()::text as start, (select count(*) from clock_state) as n`;
    assert.notEqual(server?.start, said.start, "the watcher of the second stopped it");
    assert.equal(server?.n, 2);
    await third.close();
  }));

test("Of programs started at the same moment on a new folder one gets it, and the others are told", () =>
  inFolder(async (folder) => {
    const all = await Promise.all([1, 2, 3].map(() => startProgram(folder)));
    assert.deepEqual(all.map(({ said }) => said.code ?? "open").sort(), ["folder-in-use", "folder-in-use", "open"]);
    for (const { child, said } of all) if (said.open) await leave(child);
  }));

test("When everything was killed at once, what lies about does not hold up the next start", () =>
  inUsedFolder(async (folder) => {
    const { child } = await startProgram(folder);
    process.kill(await watcherOf(folder), "SIGKILL");
    process.kill(await postmasterOf(folder), "SIGKILL");
    await murder(child);
    const next = await openDatabase({ folder });
    assert.equal((await next.sql`select count(*) as n from clock_state`)[0]?.["n"], 1);
    await next.close();
  }));

test("A number in postmaster.pid that now belongs to another process does not hold up the next start", () =>
  inUsedFolder(async (folder) => {
    // PostgreSQL takes any live process of its own user for its predecessor, so this one runs as that user.
    const { uid, gid } = await stat(join(folder, "postgres"));
    const stranger = spawn("sleep", ["1000"], { uid, gid });
    await once(stranger, "spawn");
    await writeFile(join(folder, "postgres", "postmaster.pid"), `${stranger.pid}\n${folder}/postgres\n1\n5432\n/nowhere\n\n  1 1\nready   \n`);
    const next = await openDatabase({ folder });
    assert.deepEqual(next.fresh, false);
    await next.close();
    assert.notEqual(commandOf(stranger.pid ?? 0), undefined, "the stranger was left alone");
    stranger.kill();
  }));

test("The server keeps out every other user, and its log keeps to itself what was said", () =>
  inUsedFolder(async (folder) => {
    const { sql, close } = await openDatabase({ folder });
    const [place] = await sql<{ socket: string; hosts: string }[]>`
      select current_setting('unix_socket_directories') as socket, current_setting('listen_addresses') as hosts`;
    assert.equal(place?.hosts, "");
    assert.equal((await stat(place?.socket ?? "")).mode & 0o777, 0o700);
    assert.ok(Buffer.byteLength(`${place?.socket}/.s.PGSQL.5432`) <= 107);
    await sql`insert into clock_state (key, value) values ('phone 13800138000', 'x')`;
    await assert.rejects(Promise.resolve(sql`insert into clock_state (key, value) values ('phone 13800138000', 'x')`), { code: "23505" });
    await assert.rejects(Promise.resolve(sql.unsafe("select '13800138000'::int[]")));
    await close();
    assert.doesNotMatch(await readFile(join(folder, "postgres.log"), "utf8"), /\d{11}/);
  }));

test("The secret is made once, and only its owner can read it", () =>
  inFolder(async (folder) => {
    const [one, two] = await Promise.all([loadSecret(folder), loadSecret(folder)]);
    assert.equal(one, two);
    assert.equal(Buffer.from(one, "base64").length, 32);
    assert.equal((await stat(join(folder, "secret"))).mode & 0o777, 0o600);
    assert.equal(await loadSecret(folder, "given"), "given");
    await assert.rejects(loadSecret(undefined), /LIANXIN_SECRET/);
  }));

test("An unreachable DATABASE_URL is said in one sentence", async () => {
  await assert.rejects(openDatabase({ url: "postgres://nobody@127.0.0.1:1/none", folder: "" }), { code: "unreachable", message: /DATABASE_URL/ });
});

test("As an ordinary user everything runs as that user", async (t) => {
  if (!isRoot() || !(await isOpenToAll(dirname(process.execPath)))) return t.skip("only root can become another user");
  await inFolder(async (folder) => {
    const { child, said } = await startProgram(folder, somebody);
    assert.equal(said.open, true, said.message);
    assert.equal((await stat(join(folder, "postgres"))).uid, somebody.uid);
    assert.equal((await stat(`/proc/${await postmasterOf(folder)}`)).uid, somebody.uid);
    await leave(child);
    const asRoot = await openDatabase({ folder });
    assert.equal((await stat(`/proc/${await postmasterOf(folder)}`)).uid, somebody.uid, "root keeps to the data's owner");
    await asRoot.close();
  }, somebody);
});
