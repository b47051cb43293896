import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { connect, type Sql } from "../../src/db/connect.ts";
import { type Server, startServer } from "../../src/db/server.ts";
import { isTrouble } from "../../src/db/trouble.ts";
import { type BotApi, startBotApi, TOKEN, type User } from "../bot-api/server.ts";
import { type Running, startProgram } from "../running/program.ts";
import { townOf } from "../running/town.ts";
import { buildGate, type Gate } from "./gate.ts";

/* The program on a database of its own, to which everything happens that happens to databases. It is never started again. */

const ROLE = "lianxin_app";
let [server, gate, admin, far, program, folder]: [Server, Gate, Sql, BotApi, Running, string] = [] as never;
let rong: User;
let said = 0;

// The connections of this test have a server that goes away.
process.on("unhandledRejection", (error) => {
  if (!isTrouble(error)) throw error;
});
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianxin-trouble-"));
  await chmod(folder, 0o755);
  await open();
  // Not a superuser: those come in where nobody else may.
  await admin.unsafe(`create role ${ROLE} login`);
  await admin.unsafe(`create database lianxin owner ${ROLE}`);
  gate = await buildGate(server.socket);
  far = await startBotApi({ patienceMs: 90_000 });
  rong = far.person("老荣");
  const town = join(folder, "town.json");
  await writeFile(town, JSON.stringify(townOf(rong)));
  program = await startProgram({
    DATABASE_URL: gate.url("lianxin", ROLE),
    LIANXIN_SECRET: "a secret of this test",
    LIANXIN_DATA: join(folder, "data"),
    LIANXIN_TOWN: town,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: far.root,
  });
  await answered();
});
after(async () => {
  const code = await program.stop();
  await gate.close();
  await admin.end({ timeout: 1 });
  await server.stop();
  await far.close();
  await rm(folder, { recursive: true, force: true });
  assert.equal(code, 0, program.errors());
});

async function open(): Promise<void> {
  server = await startServer(join(folder, "postgres"));
  admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
}

/** Somebody asks for help at the far end. */
function speak(): void {
  said += 1;
  far.say(far.direct(rong), rong, "帮助");
}

/** Everybody who asked so far was answered, once. */
async function answered(): Promise<void> {
  speak();
  const answers = (): number => far.sent(rong.id).filter((each) => each.text?.includes("我能帮您")).length;
  await far
    .waitFor("all answers", () => (answers() >= said ? true : undefined))
    .catch((error: unknown) => fail(`${String(error)}: ${answers()} of ${said}\n${program.errors()}`));
  assert.equal(answers(), said);
}
const fail = (why: string): never => {
  throw new Error(why);
};
const ready = async (): Promise<number> => (await fetch(`${program.address}/readyz`)).status;
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 600; n += 1) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error(`waited in vain until ${what}\n${program.errors()}`);
}

/** While this lasts somebody speaks; it is not acknowledged, the process says that it is not ready, and recovers by itself. */
async function through(begin: () => Promise<void>, end: () => Promise<void>): Promise<void> {
  // An answer that was shown and not yet marked would be shown again, as it may be.
  await until("all is marked", async () => /lianxin_lines_sending 0\n/u.test(await (await fetch(`${program.address}/metrics`)).text()));
  await begin();
  speak();
  await until("it says that it is not ready", async () => (await ready()) === 503);
  assert.ok(far.pending(), "the far end was told that it was heard");
  await end();
  await until("it is ready again", async () => (await ready()) === 200);
  await answered();
  assert.match(program.errors(), /"msg":"database recovered"/u);
}

test("the database is gone for a while", () =>
  through(
    async () => gate.cut(),
    async () => (await pause(5_000), gate.open()),
  ));

test("the database is killed, and started elsewhere", () =>
  through(
    async () => {
      await admin.end({ timeout: 1 });
      gate.cut();
      await server.stop();
    },
    async () => {
      await open();
      gate.to = server.socket;
      gate.open();
    },
  ));

test("the database does not answer in time", () =>
  through(
    async () => void (gate.delayMs = 4_000),
    async () => void (gate.delayMs = 0),
  ));

test("the database takes no more connections", () =>
  through(
    async () => {
      await admin.unsafe(`alter role ${ROLE} connection limit 0`);
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${ROLE}`;
    },
    async () => void (await admin.unsafe(`alter role ${ROLE} connection limit -1`)),
  ));

test("the disk is full: nothing is acknowledged, and nobody's words are taken for the cause", async () => {
  const inside = connect({ socket: server.socket, database: "lianxin" }, { max: 1 });
  await inside.unsafe(`
    create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on heard execute function no_room()`);
  speak();
  await until("the failure is logged", async () => /No space left on device/u.test(program.errors()));
  assert.ok(far.pending(), "the far end was told that it was heard");
  await inside.unsafe("drop trigger no_room on heard");
  await answered();
  assert.equal((await inside`select 1 from heard where state = 'parked'`).length, 0);
  await inside.end();
});
