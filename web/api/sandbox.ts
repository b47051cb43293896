import { Hono } from "hono";
import { directRoom, groupNamed, heardIn, linesIn, personNamed, type RoomOf } from "../chat/queries.ts";
import { say } from "../chat/say.ts";
import { talkOf } from "../chat/talk.ts";
import { readTurn } from "../chat/turn.ts";
import { readJson } from "../guard.ts";
import type { WebOptions } from "../options.ts";
import { clockBody, linesQuery, read, sayBody } from "../read.ts";
import { Refusal } from "../refusal.ts";
import { iso } from "../time.ts";

/** Talking to the bots from outside: a fixed face, described in the design. */
export function sandboxApi(options: WebOptions): Hono {
  const app = new Hono();
  app.post("/say", async (c) => c.json({ ok: true, key: await say(options, read(sayBody, await readJson(c))) }));
  app.get("/lines", async (c) => {
    const asked = read(linesQuery, c.req.query());
    const room = await placeOf(options, asked);
    return c.json(await linesOf(options, room, asked.all !== undefined));
  });
  app.post("/clock", async (c) => {
    const asked = read(clockBody, await readJson(c));
    await options.turnClock(await readTurn(options.sql, asked, options.now(), options.zone));
    return c.json({ ok: true, now: iso(options.now(), options.zone) });
  });
  return app;
}

async function placeOf({ sql }: WebOptions, asked: { room?: string | undefined; person?: string | undefined }): Promise<RoomOf> {
  if ((asked.room === undefined) === (asked.person === undefined)) throw new Refusal(400, "one-of", "请给出 room 或 person 其中一个。", "room");
  if (asked.room !== undefined) {
    const room = await groupNamed(sql, asked.room);
    if (!room) throw new Refusal(404, "unknown-room", `没有叫“${asked.room}”的群。`, "room");
    return room;
  }
  const person = await personNamed(sql, asked.person ?? "");
  const room = person && (await directRoom(sql, person.id));
  if (!room) throw new Refusal(404, "unknown-person", `没有叫“${asked.person}”的人。`, "person");
  return room;
}

/** What the bot said there, oldest first; with `all`, what people said as well, which then has a `from`. */
async function linesOf({ sql, zone }: WebOptions, room: RoomOf, all: boolean): Promise<unknown[]> {
  const [heard, lines] = await Promise.all([all ? heardIn(sql, room.id) : [], linesIn(sql, room.id)]);
  const states = new Map(lines.map((each) => [each.id, each.state]));
  return talkOf(heard, lines).map((each) =>
    each.from === "bot"
      ? {
          id: each.line,
          ...(all ? { from: "链心" } : {}),
          text: each.text,
          buttons: each.buttons.map(({ label, data }) => ({ label, data })),
          at: iso(each.at, zone),
          to: room.name,
          state: states.get(each.line),
          matter: each.no,
        }
      : {
          from: each.heard.person,
          kind: each.heard.kind,
          text: each.heard.label ?? each.heard.text,
          media: each.heard.media,
          at: iso(each.at, zone),
          to: room.name,
          state: each.heard.state,
        },
  );
}
