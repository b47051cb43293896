import { aroundOf, type Asked, type World, writeFallen } from "../conversation/index.ts";
import type { Effect } from "../flow/index.ts";
import { momentOf } from "./moment.ts";

/** At most so many at once: each is a call to the model. */
const MOST = 4;
/** Longer than any call takes: whoever claimed it was killed, another process asks. */
const LEASE_MS = 60_000;
const MAX_TRIES = 2;

/** Asks a model what it is to be asked while nobody waits. No call is made inside a transaction: claimed in one, asked, written in
 *  another one. Nothing comes of what it does not answer. */
export async function answerInquiries(world: World, now: () => number): Promise<number> {
  const { inquire } = world;
  if (!inquire) return 0;
  const asked = await claim(world, now());
  if (!asked.length) return 0;
  const moment = momentOf(world, now());
  const around = aroundOf(world);
  const made: Effect[][] = [];
  for (const [task, some] of Map.groupBy(asked, (each) => each.task)) {
    const inquiry = world.inquiries.get(task);
    const gathered = inquiry ? await inquiry.gather(world.sql, some, moment) : [];
    const values = await Promise.all(gathered.map(async (each) => each && inquire(task, each.words, around)));
    some.forEach((each, n) => made.push(inquiry ? inquiry.makes(values[n], gathered[n]?.known, each, moment) : []));
  }
  await write(
    world,
    asked.map((each) => each.id),
    made.flat(),
    now(),
  );
  return asked.length;
}

/** Those that are due; nobody else claims them for a while. */
async function claim({ sql, inquiries }: World, now: number): Promise<Asked[]> {
  return sql<Asked[]>`
    update inquiry q set due_at = ${now + LEASE_MS}::timestamptz, tries = tries + 1
    where id in (
      select id from inquiry where done_at is null and due_at <= ${now}::timestamptz and tries < ${MAX_TRIES} and task = any(${[...inquiries.keys()]}::text[])
      order by due_at, id limit ${MOST} for update skip locked)
    returning id, task, matter_id, line_id, data`;
}

/** Written once: what another process has written meanwhile is left. */
async function write(world: World, ids: readonly number[], effects: readonly Effect[], now: number): Promise<void> {
  await world.sql.begin(async (tx) => {
    const mine = await tx`update inquiry set done_at = ${now}::timestamptz where id = any(${[...ids]}::bigint[]) and done_at is null returning id`;
    if (mine.length === ids.length) await writeFallen(world, tx, [{ effects }], now);
  });
}
