import type { Sql } from "../db/connect.ts";

/** When a channel was up is kept: silence is judged only over time it could be heard. What waited for it goes out at once. */
export async function channelTurned(sql: Sql, channel: string, state: "up" | "down", now: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update channel_up set until_at = ${now}::timestamptz where channel = ${channel} and until_at is null`;
    if (state === "down") return;
    await tx`insert into channel_up (channel, from_at) values (${channel}, ${now}::timestamptz)`;
    await tx`update line set not_before = ${now}::timestamptz where state = 'queued' and attempts > 0 and not_before > ${now}::timestamptz`;
  });
}

/** A row that a killed program left open ends where it was last seen, not where the next program begins. */
export async function channelsLost(sql: Sql, channels: readonly string[]): Promise<void> {
  await sql`update channel_up set until_at = coalesce(seen_at, from_at) where channel = any(${[...channels]}::text[]) and until_at is null`;
}

/** The program that holds these channels is alive. */
export async function channelsSeen(sql: Sql, channels: readonly string[], now: number): Promise<void> {
  await sql`update channel_up set seen_at = ${now}::timestamptz where channel = any(${[...channels]}::text[]) and until_at is null`;
}
