import type { Query, Sql } from "../db/connect.ts";
import type { Bubble, Claimed } from "./claim.ts";

const idsOf = (lines: readonly Claimed[]) => lines.map((line) => line.id);

/** About to be given to that channel; false when another process took these lines over in the meantime. */
export async function markHanded(sql: Sql, lines: readonly Claimed[], channel: string): Promise<boolean> {
  const { count } = await sql`
    update line l set channel = ${channel} from unnest(${idsOf(lines)}::bigint[], ${lines.map((line) => line.attempts)}::int[]) as c(id, attempts)
    where l.id = c.id and l.attempts = c.attempts and l.state = 'sending'`;
  return count === lines.length;
}

export async function markSent(sql: Sql, bubble: Bubble, channel: string, messageId: string, now: number): Promise<void> {
  await sql`
    update line set state = 'sent', sent_at = ${now}::timestamptz, channel = ${channel}, message_id = ${messageId}, failure = null
    where id = any(${idsOf(bubble.lines)}::bigint[])`;
}

/** Back in the queue until then, with the reason. */
export async function postpone(sql: Sql, lines: readonly Claimed[], until: number, why: string): Promise<void> {
  await sql`
    update line set state = 'queued', channel = null, not_before = ${until}::timestamptz, failure = ${why.slice(0, 300)} where id = any(${idsOf(lines)}::bigint[])`;
}

export async function putAway(sql: Query, lines: readonly Claimed[], state: "failed" | "unknown", why: string): Promise<void> {
  await sql`update line set state = ${state}, failure = ${why.slice(0, 300)} where id = any(${idsOf(lines)}::bigint[])`;
}
