import type { Sql } from "../db/connect.ts";

/** When a channel was up is kept: silence is judged only over time it could be heard. A row that a killed program left
 *  open ends where it was last seen, not where the next program begins. What waited for the channel goes out at once. */
export async function channelTurned(sql: Sql, channel: string, state: "up" | "down", now: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update channel_up set until_at = case when ${state === "up"} then least(coalesce(seen_at, ${now}::timestamptz), ${now}::timestamptz) else ${now}::timestamptz end
      where channel = ${channel} and until_at is null`;
    if (state === "down") return;
    await tx`insert into channel_up (channel, from_at) values (${channel}, ${now}::timestamptz)`;
    await tx`update line set not_before = ${now}::timestamptz where state = 'queued' and attempts > 0 and not_before > ${now}::timestamptz`;
  });
}

/** The program that holds these channels is alive. */
export async function channelsSeen(sql: Sql, channels: readonly string[], now: number): Promise<void> {
  await sql`update channel_up set seen_at = ${now}::timestamptz where channel = any(${[...channels]}::text[]) and until_at is null`;
}
