import type { Query, Sql } from "../db/connect.ts";
import type { Claimed } from "./claim.ts";
import { gather } from "./gather.ts";

const idsOf = (lines: readonly Claimed[]) => lines.map((line) => line.id);

type Handed = { lines: readonly Claimed[]; channel: string };
type SentBubble = { lines: readonly Claimed[]; channel: string; messageId: string; at: number };

/** How far lines have come, written for all rooms at once. */
export type Marks = {
  /** About to be given to that channel; false when another process took these lines over in the meantime. */
  handed(one: Handed): Promise<boolean>;
  sent(one: SentBubble): Promise<void>;
};

export const createMarks = (sql: Sql): Marks => ({
  handed: gather((all) => markHanded(sql, all)),
  sent: gather((all) => markSent(sql, all)),
});

async function markHanded(sql: Sql, all: readonly Handed[]): Promise<boolean[]> {
  const rows = all.flatMap(({ lines, channel }) => lines.map(({ id, attempts }) => ({ id, attempts, channel })));
  const marked = await sql<{ id: number }[]>`
    update line l set channel = r.channel from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, attempts int, channel text)
    where l.id = r.id and l.attempts = r.attempts and l.state = 'sending' returning l.id`;
  const ours = new Set(marked.map((each) => each.id));
  return all.map(({ lines }) => lines.every((line) => ours.has(line.id)));
}

async function markSent(sql: Sql, all: readonly SentBubble[]): Promise<undefined[]> {
  const rows = all.flatMap(({ lines, channel, messageId, at }) => lines.map(({ id }) => ({ id, channel, message: messageId, at: new Date(at).toISOString() })));
  await sql`
    update line l set state = 'sent', sent_at = r.at, channel = r.channel, message_id = r.message, failure = null
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, channel text, message text, at timestamptz) where l.id = r.id`;
  return all.map(() => undefined);
}

/** Back in the queue until then, with the reason. */
export async function postpone(sql: Sql, lines: readonly Claimed[], until: number, why: string): Promise<void> {
  await sql`
    update line set state = 'queued', channel = null, not_before = ${until}::timestamptz, failure = ${why.slice(0, 300)} where id = any(${idsOf(lines)}::bigint[])`;
}

export async function putAway(sql: Query, lines: readonly Claimed[], state: "failed" | "unknown", why: string): Promise<void> {
  await sql`update line set state = ${state}, failure = ${why.slice(0, 300)} where id = any(${idsOf(lines)}::bigint[])`;
}
