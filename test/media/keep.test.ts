import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import type { Media } from "../../src/channel/port.ts";
import { inBucket, readBucket } from "../../src/media/bucket.ts";
import { createKeeper, MAX_MEDIA_BYTES } from "../../src/media/keep.ts";
import { onDisk, type Store } from "../../src/media/store.ts";
import { scratch } from "../db/scratch.ts";
import { makeFolder } from "../crash/folder.ts";
import { startBucketServer } from "./bucket-server.ts";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const SILK = Buffer.from("\u0002#!SILK_V3voice", "latin1");
const PAGE = Buffer.from("<!doctype html><script>alert(1)</script>");
const AT = Date.parse("2026-11-23T01:00:00Z");

async function keeping(store: (folder: string) => Store | Promise<Store>) {
  const database = await (await scratch()).database();
  const folder = await makeFolder();
  return { keeper: createKeeper(database.sql, await store(folder), () => AT), folder, sql: database.sql };
}
const disk = (folder: string): Store => onDisk(folder, () => {});
const media = (kind: Media["kind"], name: string, bytes: Uint8Array): Media => ({ kind, name, bytes });

test("the same content is stored once, whoever sends it under whatever name", async () => {
  const { keeper, folder, sql } = await keeping(disk);
  const [first, second] = await keeper.keepAll([media("picture", "一.jpg", PNG), media("picture", "../../二.png", PNG)]);
  assert.equal(first?.hash, second?.hash);
  assert.deepEqual([first?.name, second?.name], ["一.jpg", "../../二.png"], "the name is only a name");
  const files = (await readdir(folder, { recursive: true })).filter((each) => /[0-9a-f]{64}$/u.test(each));
  assert.equal(files.length, 1);
  assert.deepEqual(
    (await sql`select type, size_bytes from media`).map((each) => ({ ...each })),
    [{ type: "image/png", size_bytes: PNG.length }],
  );
});

test("a file that lies about what it is gets the type of its content, and is no picture or voice", async () => {
  const { keeper } = await keeping(disk);
  const kept = await keeper.keepAll([
    media("picture", "合影.jpg", PAGE),
    media("voice", "语音.amr", PNG),
    media("voice", "语音", SILK),
    media("file", "表.pdf", PNG),
  ]);
  assert.deepEqual(
    kept.map((each) => each.kind),
    ["file", "file", "voice", "file"],
  );
  const types = await Promise.all(kept.map(async (each) => (await keeper.read(each.hash ?? ""))?.type));
  assert.deepEqual(types, ["application/octet-stream", "image/png", "audio/silk", "image/png"]);
});

test("what is empty or too large is not dropped: it says why there is nothing to see", async () => {
  const { keeper } = await keeping(disk);
  const kept = await keeper.keepAll([media("file", "空", new Uint8Array()), media("file", "大", new Uint8Array(MAX_MEDIA_BYTES + 1))]);
  assert.deepEqual(
    kept.map(({ missing, hash, bytes }) => [missing, hash, bytes]),
    [
      ["文件是空的", undefined, undefined],
      ["文件太大", undefined, undefined],
    ],
  );
});

/** A picture of a few bytes that says it is so wide and high. */
function boast(width: number, height: number): Buffer {
  const header = Buffer.from(PNG);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  return header;
}

test("pages show a small picture, made once; the whole one stays as it was", async () => {
  const { keeper, folder } = await keeping(disk);
  const photo = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: "#336699" } })
    .jpeg()
    .toBuffer();
  const { hash } = await keeper.keep(photo);
  const small = await keeper.thumbnail(hash);
  const { format, width, height } = await sharp(small).metadata();
  assert.deepEqual([format, width, height], ["webp", 480, 240]);
  assert.deepEqual(Buffer.from((await keeper.thumbnail(hash)) ?? []), Buffer.from(small ?? []));
  assert.deepEqual(Buffer.from((await keeper.read(hash))?.bytes ?? []), photo);
  assert.equal((await readdir(folder, { recursive: true })).filter((each) => each.endsWith(".small")).length, 1);
});

test("a picture that would fill the memory, and what is none, have no small one", async () => {
  const { keeper } = await keeping(disk);
  for (const bytes of [boast(60_000, 60_000), boast(3, 3), PAGE, SILK]) {
    const { hash } = await keeper.keep(bytes);
    assert.equal(await keeper.thumbnail(hash), undefined);
    assert.deepEqual(Buffer.from((await keeper.read(hash))?.bytes ?? []), Buffer.from(bytes), "what was sent is kept all the same");
  }
  assert.equal(await keeper.thumbnail("0".repeat(64)), undefined);
});

test("an S3-compatible store holds it instead of the disk", async (test) => {
  const server = await startBucketServer();
  test.after(() => server.close());
  process.env["AWS_ACCESS_KEY_ID"] = "key";
  process.env["AWS_SECRET_ACCESS_KEY"] = "secret";
  const bucket = readBucket(`s3://lianxin/town?endpoint=${encodeURIComponent(server.url)}`);
  assert.ok(bucket);
  const store = await inBucket(bucket);
  const { keeper } = await keeping(() => store);
  const { hash } = await keeper.keep(PNG);
  await keeper.keep(PNG);
  assert.equal(server.asked.filter((each) => each.startsWith("PUT")).length, 1, "stored once");
  assert.deepEqual([...server.objects.keys()], [`/lianxin/town/${hash.slice(0, 2)}/${hash}`]);
  assert.deepEqual(Buffer.from((await keeper.read(hash))?.bytes ?? []), PNG);
  assert.equal(await keeper.read("0".repeat(64)), undefined);
  await store.forget(hash);
  assert.deepEqual([...server.objects.keys()], []);
});

test("an address that is none is refused", () => {
  for (const address of ["", "s3:", "https://bucket", "s3://b?endpoint=nowhere", "文件夹"]) assert.equal(readBucket(address), undefined, address);
});
