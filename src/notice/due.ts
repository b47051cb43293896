import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import { after, type Clock } from "../matter/index.ts";
import type { Missing, Notice, NoticeKind } from "./kind.ts";
import { sendNotices } from "./send.ts";

/** Notices whose time has come, at most this many in one transaction: one alone may have a hundred thousand recipients. */
const MOST = 20;

type Next = { step: string | null; at: number | null };

/** Sends what is to be sent, reminds only those missing, and tells their superiors in the end. */
export async function fallDueNoticesIn(sql: Query, kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<{ count: number; effects: Effect[] }> {
  const due = await sql<Notice[]>`
    select * from notice where next_at <= ${clock.now}::timestamptz order by next_at, id limit ${MOST} for update skip locked`;
  const sending = due.filter((each) => each.next_step === "send");
  if (sending.length) await sendNotices(sql, sending, kinds, clock);
  const chased = due.filter((each) => each.next_step !== "send");
  if (!chased.length) return { count: due.length, effects: [] };
  const missing = await missingOf(
    sql,
    chased.map((each) => each.id),
  );
  const rows = chased.map((one) => ({ id: one.id, ...nextOf(one, missing.has(one.id), clock) }));
  await sql`
    update notice n set next_step = r.step, next_at = r.at, revision = n.revision + 1
    from jsonb_to_recordset(${JSON.stringify(rows.map((each) => ({ ...each, at: each.at === null ? null : new Date(each.at).toISOString() })))}::text::jsonb)
      as r(id bigint, step text, at timestamptz) where n.id = r.id`;
  return { count: due.length, effects: chased.flatMap((one) => chase(one, missing.get(one.id) ?? [], kinds.get(one.kind), clock)) };
}

function chase(one: Notice, missing: readonly Missing[], kind: NoticeKind | undefined, clock: Clock): Effect[] {
  if (!missing.length || !kind) return [];
  return one.next_step === "superior" ? kind.superior(one, missing, clock) : kind.remind(one, missing, one.next_step === "remind_again", clock);
}

/** The reminders are counted from the sending, whenever they were done. */
function nextOf(one: Notice, missing: boolean, clock: Clock): Next {
  const from = one.sent_at ?? clock.now;
  const later = (limit: "receipt_again" | "receipt_superior"): number => Math.max(clock.now, after(from, clock.limits[limit], clock));
  if (!missing) return { step: null, at: null };
  if (one.next_step === "remind") return { step: "remind_again", at: later("receipt_again") };
  if (one.next_step === "remind_again") return { step: "superior", at: later("receipt_superior") };
  return { step: null, at: null };
}

/** Who of a roster has not confirmed the version that stands. */
export async function missingOf(sql: Query, notices: readonly number[]): Promise<Map<number, Missing[]>> {
  const rows = await sql<(Missing & { notice: number })[]>`
    select notice_id as notice, person_id as person, room_id as room from receipt
    where notice_id = any(${[...notices]}::bigint[]) and state = 'expected' order by id`;
  return Map.groupBy(rows, (each) => each.notice);
}
