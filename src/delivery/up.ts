import type { Sql, Tx } from "../db/connect.ts";

/** Said to a group that may have been talking while nobody heard it. */
const MISSED = "刚才有一段时间没有连上，群里说的话可能没有收到。要办的事，请再 @我 说一遍，给大家添麻烦了。";
const HOUR_MS = 3_600_000;
/** A group in which nobody spoke in the day before was hardly talking just then. */
const LIVELY_MS = 24 * HOUR_MS;

/** When a channel was up is kept: silence is judged only over time it could be heard. What waited for it goes out at once.
 *  `loses`: what was said while it was down never comes. */
export async function channelTurned(sql: Sql, channel: string, state: "up" | "down", now: number, loses = false): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update channel_up set until_at = ${now}::timestamptz where channel = ${channel} and until_at is null`;
    if (state === "down") return;
    if (loses) await tellGap(tx, channel, now);
    await tx`insert into channel_up (channel, from_at) values (${channel}, ${now}::timestamptz)`;
    await tx`update line set not_before = ${now}::timestamptz where state = 'queued' and attempts > 0 and not_before > ${now}::timestamptz`;
  });
}

/** A word to each group for which somebody may have spoken since the channel was last up; at most one an hour, so that a
 *  connection that comes and goes does not fill the room. Held back in quiet hours like all that nobody asked for. */
async function tellGap(tx: Tx, channel: string, now: number): Promise<void> {
  const [last] = await tx<{ at: number | null }[]>`select max(until_at) as at from channel_up where channel = ${channel}`;
  if (last?.at === null || last?.at === undefined) return;
  await tx`
    insert into line (room_id, class, repeatable, text, not_before, made_at)
    select distinct o.id, 'due', false, ${MISSED}, ${now}::timestamptz, ${now}::timestamptz
    from account a join room o on o.id = a.room_id and o.kind = 'group' and o.state = 'known'
    where a.channel = ${channel} and a.kind = 'chat'
      and (select h.heard_at from heard h where h.room_id = o.id order by h.id desc limit 1) > ${last.at - LIVELY_MS}::timestamptz
      and not exists (select 1 from line l where l.room_id = o.id and l.text = ${MISSED} and l.made_at > ${now - HOUR_MS}::timestamptz)
    order by o.id`;
}

/** A row that a killed program left open ends where it was last seen, not where the next program begins. */
export async function channelsLost(sql: Sql, channels: readonly string[]): Promise<void> {
  await sql`update channel_up set until_at = coalesce(seen_at, from_at) where channel = any(${[...channels]}::text[]) and until_at is null`;
}

/** The program that holds these channels is alive. */
export async function channelsSeen(sql: Sql, channels: readonly string[], now: number): Promise<void> {
  await sql`update channel_up set seen_at = ${now}::timestamptz where channel = any(${[...channels]}::text[]) and until_at is null`;
}
