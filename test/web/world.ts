import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { createBots } from "../../src/bots.ts";
import type { Heard } from "../../src/channel/port.ts";
import type { Sql } from "../../src/db/connect.ts";
import { createVault } from "../../src/db/seal.ts";
import { createKeeper } from "../../src/media/keep.ts";
import { onDisk } from "../../src/media/store.ts";
import { importTown } from "../../src/people/import.ts";
import { readTown } from "../../src/people/town-file.ts";
import { createWeb, type WebOptions } from "../../web/app.tsx";
import { scratch } from "../db/scratch.ts";

/** A town's pages without the bots: what is heard is remembered, the clock stands until it is turned. */
export type World = {
  app: Hono;
  sql: Sql;
  heard: Heard[];
  now(): number;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Something the bot said, as delivery leaves it. */
  said(room: string, text: string, buttons?: { label: string; data: string }[]): Promise<number>;
  close(): Promise<void>;
};

/** Tuesday noon in the town's zone. */
const START = Date.parse("2026-11-24T12:00:00+08:00");

const TOWNS = { small: "../towns/small.json", sample: "../../towns/sample.json" };

export async function openWorld(options: Partial<WebOptions> = {}, town: keyof typeof TOWNS = "small"): Promise<World> {
  const server = await scratch();
  const template = await server.template(`${town}_town`, async (sql) => {
    const read = readTown(JSON.parse(await readFile(new URL(TOWNS[town], import.meta.url), "utf8")));
    if (!read.ok) throw new Error(`${read.field}: ${read.say}`);
    await importTown(sql, read.town, { now: START, vault: createVault("pages"), readers: createBots().work.towns });
  });
  const database = await server.database(template);
  const { sql } = database;
  const dataFolder = await mkdtemp(join(tmpdir(), "lianxin-web-"));
  const heard: Heard[] = [];
  let at = START;
  const now = () => at;
  const app = createWeb({
    sql,
    hear: async (one) => void heard.push(one),
    now,
    zone: "Asia/Shanghai",
    turnClock: async (to) => void (at = to),
    sandbox: true,
    shows: true,
    troubles: async () => [],
    metrics: async () => "",
    failed: () => {},
    changed: { subscribe: () => () => {} },
    webhooks: [],
    media: createKeeper(
      sql,
      onDisk(dataFolder, () => {}),
      now,
    ),
    ...options,
  });
  return {
    app,
    sql,
    heard,
    now,
    post: async (path, body, headers = {}) =>
      app.request(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    said: async (room, text, buttons = []) => {
      const [line] = await sql<{ id: number }[]>`
        insert into line (room_id, class, repeatable, text, buttons, not_before, state, channel, message_id, made_at, sent_at)
        select id, 'reply', true, ${text}, ${JSON.stringify(buttons)}::text::jsonb, ${at}::timestamptz, 'sent', 'web', 'line-of-' || ${text}::text,
          ${at}::timestamptz, ${at}::timestamptz from room where name = ${room} returning id`;
      return line?.id ?? 0;
    },
    close: async () => {
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
