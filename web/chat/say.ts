import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Media } from "../../src/channel/port.ts";
import { translate } from "../../src/channel/web/index.ts";
import type { WebOptions } from "../options.ts";
import { Refusal } from "../refusal.ts";
import { directRoom, groupNamed, lineById, namesIn, type Pointed, personNamed, type RoomOf } from "./queries.ts";

const ANSWER_TRIES = 100;
const ANSWER_MS = 10;

/** What somebody says or presses in the web chat; privately without a room. */
export type Saying = {
  person: string;
  room?: string | undefined;
  text?: string | undefined;
  key?: string | undefined;
  press?: { line: number; data: string } | undefined;
  quote?: number | undefined;
  media?: Media[];
};

/** Says it. Resolves when it is handled; throws a refusal when it cannot be said so. Answers the message's key. */
export async function say(options: Pick<WebOptions, "sql" | "hear" | "now">, saying: Saying): Promise<string> {
  const { sql } = options;
  const [person, room] = await Promise.all([personNamed(sql, saying.person), saying.room === undefined ? undefined : groupNamed(sql, saying.room)]);
  if (!person) throw new Refusal(404, "unknown-person", `没有叫“${saying.person}”的人。`, "person");
  if (saying.room !== undefined && !room) throw new Refusal(404, "unknown-room", `没有叫“${saying.room}”的群。`, "room");
  const key = saying.key ?? randomUUID();
  const frame = { key, person, at: options.now(), ...(room ? { room: room.name } : {}) };
  const place = room ?? (await directRoom(sql, person.id));
  if (saying.press) {
    await options.hear(translate({ ...frame, press: await pressed(options, place, saying.press) }));
    await answered(options, key);
    return key;
  }
  const text = saying.text?.trim() ?? "";
  const media = saying.media ?? [];
  if (!text && !media.length) throw new Refusal(400, "empty", "说点什么再发送。", "text");
  const [names, quoted] = await Promise.all([
    room ? namesIn(sql, room.id) : [],
    saying.quote === undefined ? undefined : lineIn(options, place, saying.quote, "quote"),
  ]);
  const quote = quoted ? { quote: { messageId: quoted.message_id ?? "", text: quoted.text, mine: true } } : {};
  await options.hear(translate({ ...frame, text, media, names, ...quote }));
  await answered(options, key);
  return key;
}

/** Who asks next what the bot said should find the answer: the lines of this turn that are due are given a moment to be
 *  carried out. */
async function answered({ sql, now }: Pick<WebOptions, "sql" | "now">, key: string): Promise<void> {
  for (let tries = 0; tries < ANSWER_TRIES; tries += 1) {
    const [waiting] = await sql`
      select 1 from heard h join turn t on t.heard_id = h.id join line l on l.turn_id = t.id
      where h.channel = 'web' and h.key = ${key} and l.state in ('queued', 'sending') and l.not_before <= ${now()}::timestamptz limit 1`;
    if (!waiting) return;
    await pause(ANSWER_MS);
  }
}

async function pressed(options: Pick<WebOptions, "sql">, place: RoomOf | undefined, press: { line: number; data: string }) {
  const line = await lineIn(options, place, press.line, "press.line");
  if (!line.buttons.some((each) => each.data === press.data)) throw new Refusal(400, "unknown-button", "这条消息下面没有这个按钮。", "press.data");
  return { messageId: line.message_id ?? "", data: press.data };
}

async function lineIn({ sql }: Pick<WebOptions, "sql">, place: RoomOf | undefined, id: number, field: string): Promise<Pointed> {
  const line = await lineById(sql, id);
  if (!line || line.room_id !== place?.id) throw new Refusal(404, "unknown-line", "这里没有这条消息。", field);
  return line;
}
