import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { pack, packEnd, unpack } from "../../src/db/archive.ts";
import { backup } from "../../src/db/backup.ts";
import type { Sql } from "../../src/db/connect.ts";
import { scratch } from "../db/scratch.ts";
import { dataFolder } from "../running/program.ts";
import { command, contentsOf } from "./town.ts";

const DAMAGED = "这不是链心的备份，或者文件已损坏。";
const NEWER = "这份备份来自更新的链心，请先升级程序再恢复。";

const folder = await dataFolder();
const whole = join(folder.path, "..", "whole");
after(async () => {
  await (await scratch()).close();
  await folder.remove();
});

before(async () => {
  const source = await (await scratch()).database();
  await mkdir(join(folder.path, "media"), { recursive: true });
  await writeFile(join(folder.path, "media", "abcd"), "a photograph");
  await source.sql`insert into town (name, zone, hours) values ('永修', 'Asia/Shanghai', '{}')`;
  await source.sql`insert into person (name, display) select 'person ' || md5(n::text), '' from generate_series(1, 3000) n`;
  await backup(source.sql, folder.path, whole);
  await source.drop();
});

type Manifest = { format: number; migrations: { hash: string; created_at: number }[] };

/** The same backup with another manifest, its counts and hashes right. */
async function remade(change: (manifest: Manifest) => void): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { name, body } of unpack(Readable.from([gunzipSync(await readFile(whole))]))) {
    let bytes = Buffer.concat(await Array.fromAsync(body));
    if (name === "manifest.json") {
      const manifest = JSON.parse(bytes.toString()) as Manifest;
      change(manifest);
      bytes = Buffer.from(JSON.stringify(manifest));
    }
    for await (const chunk of pack(name, bytes.length, [bytes])) parts.push(chunk);
  }
  return gzipSync(Buffer.concat([...parts, packEnd()]));
}

const flipped = (bytes: Buffer, at: number): Buffer => Buffer.from(bytes).fill((bytes[at] ?? 0) ^ 4, at, at + 1);

const WRONG: Record<string, { say: string; make: (bytes: Buffer) => Buffer | Promise<Buffer> }> = {
  "an empty file": { say: DAMAGED, make: () => Buffer.alloc(0) },
  "a file cut in the middle": { say: DAMAGED, make: (bytes) => bytes.subarray(0, bytes.length >> 1) },
  "a file that lacks its last bytes": { say: DAMAGED, make: (bytes) => bytes.subarray(0, -6) },
  "one bit flipped in the middle": { say: DAMAGED, make: (bytes) => flipped(bytes, bytes.length >> 1) },
  "one bit flipped near the end": { say: DAMAGED, make: (bytes) => flipped(bytes, bytes.length - 7) },
  "one bit of a row flipped before it was packed": { say: DAMAGED, make: (bytes) => gzipSync(flippedRow(gunzipSync(bytes))) },
  "another kind of file": { say: DAMAGED, make: () => Buffer.from("PK\u0003\u0004 not a backup") },
  "another kind of gzip": { say: DAMAGED, make: () => gzipSync("hello") },
  "a newer format": { say: NEWER, make: () => remade((manifest) => void (manifest.format = 99)) },
  "a newer state of the tables": { say: NEWER, make: () => remade((manifest) => void manifest.migrations.push({ hash: "x", created_at: 9_999_999_999_999 })) },
};

const flippedRow = (bytes: Buffer): Buffer => flipped(bytes, bytes.indexOf("person c4ca4238") + 3);

async function stateOf(sql: Sql): Promise<unknown> {
  return { tables: await contentsOf(sql), media: await readdir(join(folder.path, "..", "target", "media")).catch(() => []) };
}

for (const [what, { say, make }] of Object.entries(WRONG))
  test(`${what} is refused in one sentence, and the target stays as it was`, async () => {
    const server = await scratch();
    const target = await server.database("template0");
    const file = join(folder.path, "..", "wrong");
    await writeFile(file, await make(await readFile(whole)));
    const before = await stateOf(target.sql);
    const run = command(["restore", file], { DATABASE_URL: target.url, LIANXIN_SECRET: "s", LIANXIN_DATA: join(folder.path, "..", "target") });
    assert.deepEqual({ ...run, said: "" }, { status: 1, said: "", complained: `${say}\n` });
    assert.deepEqual(await stateOf(target.sql), before);
    await target.drop();
  });

test("the whole file goes in, and a second time it is refused", async () => {
  const server = await scratch();
  const target = await server.database("template0");
  const env = { DATABASE_URL: target.url, LIANXIN_SECRET: "s", LIANXIN_DATA: join(folder.path, "..", "target") };
  assert.equal(command(["restore", whole], env).status, 0);
  assert.deepEqual(await readdir(join(folder.path, "..", "target", "media")), ["abcd"]);
  const held = await stateOf(target.sql);
  assert.deepEqual(command(["restore", whole], env), { status: 1, said: "", complained: "这个数据库里已有内容，只能恢复到空的数据库。\n" });
  assert.deepEqual(await stateOf(target.sql), held);
  await target.drop();
});
