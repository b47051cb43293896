import type { Sql } from "../db/connect.ts";

/** When a channel was up is kept: silence is judged only over time it could be heard. */
export async function channelTurned(sql: Sql, channel: string, state: "up" | "down", now: number): Promise<void> {
  await sql`update channel_up set until_at = ${now}::timestamptz where channel = ${channel} and until_at is null`;
  if (state === "up") await sql`insert into channel_up (channel, from_at) values (${channel}, ${now}::timestamptz)`;
}
