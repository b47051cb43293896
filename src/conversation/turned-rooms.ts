import type { Heard } from "../channel/port.ts";
import type { Tx } from "../db/connect.ts";
import type { World } from "./world.ts";

type Turned = { channel: string; id: string };
const asRows = (all: readonly Turned[]): string => JSON.stringify(all);

/** Known groups that have another id now, put the bot out, or let it in again. Answers whether any did. */
export async function turnedRooms(world: World, tx: Tx, messages: readonly Heard[], now: number): Promise<boolean> {
  const moves = new Map<string, Turned & { to: string }>();
  const doors = new Map<string, Turned & { open: boolean }>();
  for (const { channel, where, ...heard } of messages) {
    const { id } = where;
    if (heard.kind !== "room" || where.kind !== "group" || !world.directory().account(channel, "chat", id)) continue;
    if (heard.change === "migrated" && heard.to !== undefined) moves.set(`${channel} ${id}`, { channel, id, to: heard.to });
    // Of a group that is left and entered in one batch, the last counts.
    if (heard.change === "added" || heard.change === "removed") doors.set(`${channel} ${id}`, { channel, id, open: heard.change === "added" });
  }
  if (moves.size) await moved(tx, asRows([...moves.values()]), now);
  if (doors.size) await inOrOut(tx, asRows([...doors.values()]));
  return moves.size + doors.size > 0;
}

/** The old id still names the room for what comes late. Whatever had been made of the new id before it was known to be this
 *  room is given up. */
async function moved(tx: Tx, rows: string, now: number): Promise<void> {
  await tx`
    with move as (
      select r.channel, r.id, r.to, a.room_id from json_to_recordset(${rows}::text::json) as r(channel text, id text, "to" text)
      join account a on a.channel = r.channel and a.kind = 'chat' and a.external_id = r.id),
    mistaken as (
      update room o set state = 'gone' from move m join account a on a.channel = m.channel and a.kind = 'chat' and a.external_id = m.to
      where o.id = a.room_id and a.room_id <> m.room_id),
    old as (update account a set reachable = false from move m where a.channel = m.channel and a.kind = 'chat' and a.external_id = m.id)
    insert into account (channel, kind, external_id, room_id, last_heard_at) select channel, 'chat', "to", room_id, ${now}::timestamptz from move order by 1, 3
    on conflict (channel, kind, external_id) do update set room_id = excluded.room_id, reachable = true, last_heard_at = excluded.last_heard_at`;
}

/** A group none of whose chats can be reached any more is gone until the bot is let in again. */
async function inOrOut(tx: Tx, rows: string): Promise<void> {
  const doors = tx`json_to_recordset(${rows}::text::json) as r(channel text, id text, open boolean)`;
  await tx`update account a set reachable = r.open from ${doors} where a.channel = r.channel and a.kind = 'chat' and a.external_id = r.id`;
  await tx`
    update room o set state = case
      when not exists (select from account b where b.room_id = o.id and b.reachable) then 'gone'
      when o.state <> 'gone' then o.state when o.organisation_id is null then 'unknown' else 'known' end
    from account a join ${doors} on a.channel = r.channel and a.kind = 'chat' and a.external_id = r.id where a.room_id = o.id`;
}
