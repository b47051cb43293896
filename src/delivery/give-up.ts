import type { Query } from "../db/connect.ts";
import type { Room } from "../people/index.ts";
import { type Bubble, bubbles, type Claimed } from "./claim.ts";
import type { Post } from "./drain.ts";
import { putAway } from "./mark.ts";

/** `channel` is the one that could not, where there was one; `unknown` may have been shown. */
export type Undelivered = { room: Room; channel: string | undefined; text: string; state: "failed" | "unknown"; why: string };

/** Away for good, and a person knows. */
export async function giveUp(post: Post, bubble: Bubble, room: Room | undefined, how: Pick<Undelivered, "channel" | "state" | "why">): Promise<void> {
  const put = (query: Query): Promise<void> => putAway(query, bubble.lines, how.state, how.why);
  if (room) await post.undelivered({ room, text: bubble.text, ...how }, put);
  else await put(post.sql);
  post.crash("line given up");
}

/** What a killed process was sending in these rooms: what no channel had been given yet, or may be shown twice, is sent
 *  again; whether the rest was shown, a person is asked to look. `undefined`: in every room. */
export async function recover(post: Post, rooms?: readonly number[]): Promise<void> {
  const { sql } = post;
  const there = rooms ? sql`and room_id = any(${[...rooms]}::bigint[])` : sql``;
  await sql`update line set state = 'queued' where state = 'sending' and (repeatable or channel is null) ${there}`;
  const lines = await sql<(Claimed & { channel: string })[]>`
    select id, room_id, turn_id, class, repeatable, text, buttons, sheet, bubble_id, attempts, made_at, channel from line where state = 'sending' ${there} order by id`;
  for (const bubble of bubbles(lines)) {
    const room = post.directory().rooms.get(bubble.room_id);
    const channel = lines.find((each) => each.id === bubble.id)?.channel;
    await giveUp(post, bubble, room, { channel, state: "unknown", why: "发送时程序中断，不知是否送达" });
  }
}
