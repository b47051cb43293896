import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import { after, type Clock } from "../matter/index.ts";
import { rosterOf } from "./audience.ts";
import type { Missing, Notice, NoticeKind } from "./kind.ts";
import { markLeft } from "./roster.ts";
import { sendNotices } from "./send.ts";

/** Notices whose time has come, at most this many in one transaction: one alone may have a hundred thousand recipients. */
const MOST = 20;

/** Sends what is to be sent, reminds only those missing, and tells their superiors in the end. */
export async function fallDueNoticesIn(sql: Query, kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<{ count: number; effects: Effect[] }> {
  const due = await sql<Notice[]>`
    select * from notice where next_at <= ${clock.now}::timestamptz order by next_at, id limit ${MOST} for update skip locked`;
  const sending = due.filter((each) => each.next_step === "send");
  if (sending.length) await sendNotices(sql, sending, kinds, clock);
  const drafts = due.filter((each) => each.state === "draft");
  const chased = due.filter((each) => each.state === "sent");
  const missing = chased.length ? await missingOf(sql, chased, clock) : new Map<number, Missing[]>();
  const rows = [...drafts, ...chased].map((one) => ({ id: one.id, ...nextOf(one, missing.has(one.id), clock) }));
  if (rows.length)
    await sql`
      update notice n set next_step = r.step, next_at = r.at, revision = n.revision + 1
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, step text, at timestamptz) where n.id = r.id`;
  const effects = [
    ...drafts.flatMap((one) => kinds.get(one.kind)?.unapproved?.(one, one.next_step === "approve_again", clock) ?? []),
    ...chased.flatMap((one) => chase(one, missing.get(one.id) ?? [], kinds.get(one.kind), clock)),
  ];
  return { count: due.length, effects };
}

function chase(one: Notice, missing: readonly Missing[], kind: NoticeKind | undefined, clock: Clock): Effect[] {
  if (!missing.length || !kind) return [];
  return one.next_step === "superior" ? kind.superior(one, missing, clock) : kind.remind(one, missing, one.next_step === "remind_again", clock);
}

/** Reminders are counted from the asking, whenever they were done; after the superior nothing follows. */
function nextOf(one: Notice, missing: boolean, clock: Clock): { step: string | null; at: string | null } {
  const from = one.asked_at ?? one.made_at;
  const later = (step: string, limit: "receipt_again" | "receipt_superior"): { step: string; at: string } => ({
    step,
    at: new Date(Math.max(clock.now, after(from, clock.limits[limit], clock))).toISOString(),
  });
  if (one.next_step === "approve") return later("approve_again", "receipt_again");
  if (one.next_step === "remind" && missing) return later("remind_again", "receipt_again");
  if (one.next_step === "remind_again" && missing) return later("superior", "receipt_superior");
  return { step: null, at: null };
}

/** Who of these rosters has not confirmed the version that stands. Whoever is no longer among those meant has left. */
async function missingOf(sql: Query, notices: readonly Notice[], { directory, now }: Clock): Promise<Map<number, Missing[]>> {
  const rows = await sql<(Missing & { notice: number })[]>`
    select notice_id as notice, person_id as person, room_id as room from receipt
    where notice_id = any(${notices.map((each) => each.id)}::bigint[]) and state = 'expected' order by id`;
  const meant = new Map(notices.map((one) => [one.id, new Set(rosterOf(one.audience, directory, one.author_id).map((each) => each.person))]));
  const [here, gone] = [rows.filter((each) => meant.get(each.notice)?.has(each.person)), rows.filter((each) => !meant.get(each.notice)?.has(each.person))];
  if (gone.length) await markLeft(sql, gone, now);
  return Map.groupBy(here, (each) => each.notice);
}
