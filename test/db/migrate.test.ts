import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Sql } from "../../src/db/connect.ts";
import { journal, migrate } from "../../src/db/migrate.ts";
import { heavyIn } from "../tidy/migrations.ts";
import { scratch } from "./scratch.ts";

after(async () => (await scratch()).close());

/** The project's migrations and one more. */
async function withOneMore(statements: readonly string[]): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-migrations-"));
  await cp(fileURLToPath(new URL("../../migrations", import.meta.url)), folder, { recursive: true });
  const { entries } = await journal();
  await writeFile(join(folder, "meta", "_journal.json"), JSON.stringify({ entries: [...entries, { when: 9_000_000_000_000, tag: "next" }] }));
  await writeFile(join(folder, "next.sql"), statements.join("--> statement-breakpoint\n"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const columns = async (sql: Sql): Promise<string[]> =>
  (await sql<{ name: string }[]>`select attname as name from pg_attribute where attrelid = 'person'::regclass and attnum > 0`).map((each) => each.name);

/** Resolves when somebody waits for a lock on that table. */
async function waiting(sql: Sql, table: string): Promise<void> {
  while (!(await sql`select 1 from pg_locks where relation = ${table}::regclass and not granted`).length);
}

test("behind a long reader a migration lets writers pass, and is done when the reader is", async () => {
  const database = await (await scratch()).database();
  const { sql } = database;
  const more = await withOneMore(["alter table person add column shoe int;", "alter table person add column hat int;"]);
  const reader = await sql.reserve();
  await reader`begin`;
  await reader`select count(*) from person`;
  const order: string[] = [];
  let written: Promise<unknown> = Promise.resolve();
  const done = migrate(sql, {
    folder: more.folder,
    lockMs: 300,
    pause: async (tries) => {
      await written;
      order.push(`let pass ${tries}`);
      if (tries === 2) await reader`commit`;
    },
  });
  await waiting(sql, "person");
  // Stands in line behind the migration, which stands behind the reader: only the migration's giving way lets it through.
  written = sql`insert into person (name, display) values ('荣师傅', '老荣')`.then(() => order.push("written"));
  await written;
  assert.equal((await columns(sql)).includes("shoe"), false, "the reader still reads");
  assert.equal(await done, true);
  assert.deepEqual(order, ["written", "let pass 1", "let pass 2"]);
  assert.deepEqual((await columns(sql)).slice(-2), ["shoe", "hat"]);
  assert.equal(await migrate(sql, { folder: more.folder }), false);
  reader.release();
  await more.remove();
  await database.drop();
});

test("a table that stays taken is one sentence, and nothing of the migration stays", async () => {
  const database = await (await scratch()).database();
  const { sql } = database;
  const more = await withOneMore(["alter table room add column colour text;", "alter table person add column shoe int;"]);
  const reader = await sql.reserve();
  await reader`begin`;
  await reader`select count(*) from person`;
  await assert.rejects(migrate(sql, { folder: more.folder, lockMs: 1, pause: () => Promise.resolve() }), { code: "busy", message: /^有别的程序[^\n]*。$/u });
  assert.equal((await sql`select 1 from pg_attribute where attrelid = 'room'::regclass and attname = 'colour'`).length, 0);
  await reader`commit`;
  assert.equal(await migrate(sql, { folder: more.folder }), true);
  reader.release();
  await more.remove();
  await database.drop();
});

test("an index is made beside writers, outside a transaction, and a try that failed begins anew", async () => {
  const database = await (await scratch()).database();
  const { sql } = database;
  const more = await withOneMore(["drop index concurrently if exists person_display;", "create unique index concurrently person_display on person (display);"]);
  await sql`insert into person (name, display) values ('a', 'same'), ('b', 'same')`;
  const writer = await sql.reserve();
  await writer`begin`;
  await writer`update room set name = name`;
  await assert.rejects(migrate(sql, { folder: more.folder }), { code: "23505" });
  const valid = async (): Promise<boolean | undefined> =>
    (await sql<{ valid: boolean }[]>`select indisvalid as valid from pg_index where indexrelid = to_regclass('person_display')`)[0]?.valid;
  assert.equal(await valid(), false);
  await sql`update person set display = name`;
  assert.equal(await migrate(sql, { folder: more.folder }), true);
  assert.equal(await valid(), true);
  await writer`commit`;
  writer.release();
  await more.remove();
  await database.drop();
});

const HEAVY: Record<string, RegExp> = {
  'CREATE INDEX "line_text" ON "line" USING btree ("text");': /create the index concurrently/u,
  'CREATE UNIQUE INDEX "line_text" ON "public"."line" ("text");': /create the index concurrently/u,
  'ALTER TABLE "line" ADD COLUMN "colour" text NOT NULL;': /without not null/u,
  'ALTER TABLE "line" ADD COLUMN "made" timestamptz DEFAULT clock_timestamp() NOT NULL;': /writes every row anew/u,
  'ALTER TABLE "line" ADD COLUMN "n" bigserial;': /writes every row anew/u,
  'ALTER TABLE "line" ALTER COLUMN "text" SET DATA TYPE varchar(20);': /writes every row anew/u,
  'ALTER TABLE "line" ALTER COLUMN "room_id" SET NOT NULL;': /not valid/u,
  'ALTER TABLE "line" ADD CONSTRAINT "room" FOREIGN KEY ("room_id") REFERENCES "room"("id");': /not valid/u,
  'CREATE INDEX CONCURRENTLY "line_text" ON "line" ("text");': /drop index concurrently if exists/u,
  'DROP INDEX CONCURRENTLY IF EXISTS "line_text";\n--> statement-breakpoint\nALTER TABLE "line" ADD COLUMN "x" int;': /a file of its own/u,
};
const LIGHT = [
  'ALTER TABLE "line" ADD COLUMN "colour" text;',
  `ALTER TABLE "line" ADD COLUMN "colour" text DEFAULT 'red' NOT NULL;`,
  'ALTER TABLE "line" ADD CONSTRAINT "room" FOREIGN KEY ("room_id") REFERENCES "room"("id") NOT VALID;',
  'ALTER TABLE "line" VALIDATE CONSTRAINT "room";',
  'CREATE TABLE "hat" ("id" bigint);\n--> statement-breakpoint\nCREATE INDEX "hat_id" ON "hat" ("id");\n--> statement-breakpoint\nALTER TABLE "hat" ADD CONSTRAINT "x" CHECK (id > 0);',
  'DROP INDEX CONCURRENTLY IF EXISTS "line_text";\n--> statement-breakpoint\nCREATE INDEX CONCURRENTLY "line_text" ON "line" ("text");',
  '-- reviewed: ten rows in every town\nCREATE INDEX "town_name" ON "town" ("name");',
];

test("what would make writers wait is refused in a new migration, and what does not is not", () => {
  for (const [statement, why] of Object.entries(HEAVY))
    assert.match(
      heavyIn("x", statement)
        .map((each) => each.why)
        .join("\n"),
      why,
      statement,
    );
  for (const statement of LIGHT) assert.deepEqual(heavyIn("x", statement), [], statement);
});
