import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { serve, type ServerType } from "@hono/node-server";
import { createBots } from "../../src/bots.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import type { Telegram } from "../../src/channel/telegram/index.ts";
import { type Scratch, type ScratchDatabase, scratchServer } from "../../src/db/scratch.ts";
import { createVault } from "../../src/db/seal.ts";
import { importTown } from "../../src/people/import.ts";
import { readTown } from "../../src/people/town-file.ts";
import type { Program } from "../../src/program.ts";
import { type BotApi, type Chat, startBotApi, TOKEN, type Update, type User } from "../bot-api/server.ts";
import { SECRET } from "./telegram-start.ts";
import { programOn } from "./telegram-town.ts";

const AT = Date.parse("2026-11-23T09:00:00+08:00");
type Process = { program: Program; channel: Telegram };

describe("Two processes behind one Telegram webhook", { timeout: 60_000 }, () => {
  let api: BotApi;
  let scratch: Scratch;
  let database: ScratchDatabase;
  let proxy: ServerType;
  let url: string;
  let holder: Process;
  let other: Process;
  /** Which process took each call, by the number of the process. */
  const took: number[] = [];
  let turn = 0;

  before(async () => {
    api = await startBotApi({ now: () => AT });
    scratch = await scratchServer(process.env["TEST_DATABASE_URL"]);
    database = await scratch.database(await scratch.template("two processes", town));
    // As a proxy does that knows nothing of chats: each call to the next process.
    const port = await new Promise<number>((listening) => {
      const fetch = (request: Request): Response | Promise<Response> => {
        const at = (turn += 1) % 2;
        took.push(at);
        return [holder, other][at]?.channel.webhook?.handle(request) ?? new Response(null, { status: 503 });
      };
      proxy = serve({ fetch, port: 0, hostname: "127.0.0.1" }, (info) => listening(info.port));
    });
    url = `http://127.0.0.1:${port}/hook/telegram`;
    const options = { token: TOKEN, apiRoot: api.root, webhook: { url, secret: SECRET }, now: () => AT, backOffMs: [1] };
    const home = createMemory("web");
    await home.start({ hear: async () => {}, state: () => {} });
    other = await programOn(database.connect(), options, [home], "speaks");
    holder = await programOn(database.sql, options, [home]);
  });
  after(async () => {
    for (const { channel, program } of [holder, other]) {
      await channel.stop();
      await program.rest();
    }
    await api.close();
    await new Promise((closed) => proxy.close(closed));
    await scratch.close();
  });

  const heardIn = async (chat: Chat): Promise<string[]> =>
    (
      await database.sql<{ text: string }[]>`
        select h.text from heard h join account a on coalesce(a.room_id = h.room_id, a.person_id = h.person_id and h.room_id in (select id from room where kind = 'direct'))
        where a.external_id = ${String(chat.id)} and h.kind = 'message' order by h.id`
    ).map((each) => each.text);
  const settled = (): Promise<unknown> => api.waitFor("everything is heard", () => api.pending() === 0);
  const person = async (name: string): Promise<User> => {
    const user = api.person(name);
    api.begun.add(user.id);
    await database.sql`insert into account (channel, kind, external_id, person_id) select 'telegram', 'user', ${String(user.id)}, id from person where name = ${name}`;
    await database.sql`update town set revision = revision + 1`;
    return user;
  };

  it("is set by the one that listens", () => {
    assert.deepEqual(
      api.calls.filter((each) => each.method === "setWebhook").map((each) => each.params.url),
      [url],
    );
    assert.ok(!api.calls.some((each) => each.method === "deleteWebhook"));
  });

  it("hear everything once, and every chat in its order, though each has half of it", async () => {
    const room = api.group("氟硅材料链企业群");
    const people = await Promise.all(["荣师傅", "小荣", "王小云", "赵主任"].map(person));
    took.length = 0;
    for (let n = 0; n < 12; n += 1) {
      const who = people[n % people.length] as User;
      api.say(room, who, `第${n}句`);
      api.say(api.direct(who), who, `私下第${n}句`);
      if (n % 3 === 0) api.again();
    }
    await settled();
    assert.ok(took.filter((each) => each === 0).length > 8 && took.filter((each) => each === 1).length > 8, `both took part: ${took.join("")}`);
    assert.deepEqual(
      await heardIn(room),
      Array.from({ length: 12 }, (_, n) => `第${n}句`),
    );
    for (const [at, who] of people.entries())
      assert.deepEqual(
        await heardIn(api.direct(who)),
        [0, 1, 2].map((n) => `私下第${n * people.length + at}句`),
      );
  });

  it("take a call that is made to both at once for one, and say so to both", async () => {
    const lee = await person("李专员");
    const update: Update = { update_id: 1, message: { message_id: 900_001, date: AT / 1000, chat: api.direct(lee), from: lee, text: "帮助" } };
    const headers = { "x-telegram-bot-api-secret-token": SECRET };
    const call = ({ channel }: Process): Promise<Response> =>
      channel.webhook?.handle(new Request(url, { method: "POST", headers, body: JSON.stringify(update) })) ?? Promise.reject(new Error("no webhook"));
    const answers = await Promise.all([holder, other, holder, other].map(call));
    assert.deepEqual(
      answers.map((each) => each.status),
      [200, 200, 200, 200],
    );
    assert.deepEqual(await heardIn(api.direct(lee)), ["帮助"]);
    await holder.program.drain();
    assert.equal(api.sent(lee.id).length, 1, "answered once");
  });

  it("lose nothing when one goes away: the platform asks the other", async () => {
    const zhou = await person("周链长");
    await holder.channel.stop();
    for (const text of ["在吗", "听得到吗", "好"]) api.say(api.direct(zhou), zhou, text);
    await settled();
    assert.deepEqual(await heardIn(api.direct(zhou)), ["在吗", "听得到吗", "好"]);
  });
});

async function town(sql: Parameters<typeof importTown>[0]): Promise<void> {
  const read = readTown(JSON.parse(await readFile(new URL("../towns/small.json", import.meta.url), "utf8")));
  assert.ok(read.ok);
  await importTown(sql, read.town, { now: 0, vault: createVault("telegram"), readers: createBots().work.towns });
}
