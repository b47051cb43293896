import type { Query as Sql } from "../db/connect.ts";
import { inOrder, query } from "../flow/index.ts";
import type { Matter, StoryEvent } from "./kind.ts";

/** Which matters: by number, or those somebody owns, raised or joined, an organisation or chain has. Newest first, open ones unless `all`. */
export type MattersBy = { by: "no" | "owner" | "raiser" | "organisation" | "chain" | "id" | "parent"; value: string | number | null; all?: boolean };
export const mattersBy = query<Matter[]>("matter.by");

/** What is stuck among these chains, enterprises or owners: overdue, paused, or climbed; `every`: all that is open. `null` reads
 *  the whole town. */
export type OpenIn = { every: boolean; chains?: number[] | null; organisations?: number[] | null; owner?: number | null; until: number };
export type OpenList = { total: number; matters: Matter[] };
export const openIn = query<OpenList>("matter.open");

/** The story of one matter, oldest first. */
export const storyOf = query<StoryEvent[]>("matter.story");

const MOST = 30;

const colleagues = (sql: Sql) => sql`array(select c.person_id from co_reporter c where c.matter_id = m.id order by 1)::int[] as colleagues`;

const COLUMNS = {
  no: (sql: Sql) => sql`m.no = a.value`,
  owner: (sql: Sql) => sql`m.owner_id = a.value::bigint`,
  raiser: (sql: Sql) => sql`(m.raiser_id = a.value::bigint or m.id in (select matter_id from co_reporter c where c.person_id = a.value::bigint))`,
  organisation: (sql: Sql) => sql`m.organisation_id = a.value::bigint`,
  chain: (sql: Sql) => sql`m.chain_id = a.value::bigint`,
  id: (sql: Sql) => sql`m.id = a.value::bigint`,
  parent: (sql: Sql) => sql`m.parent_id = a.value::bigint`,
};

async function readMattersBy(sql: Sql, args: readonly MattersBy[]): Promise<Matter[][]> {
  const kinds = [...new Set(args.map((each) => each.by))];
  const answers = await Promise.all(
    kinds.map((by) => {
      const asked = args.flatMap((each, n) => (each.by === by && each.value !== null ? [{ n, value: String(each.value), every: each.all ?? false }] : []));
      return sql<(Matter & { n: number })[]>`
        select a.n, m.* from json_to_recordset(${JSON.stringify(asked)}::text::json) as a(n int, value text, every boolean)
        cross join lateral (
          select m.*, ${colleagues(sql)} from matter m
          where ${COLUMNS[by](sql)} and (a.every or m.state in ('new', 'accepted', 'in_progress', 'done'))
          order by m.id desc limit ${MOST}) m`;
    }),
  );
  return inOrder(args, answers.flat());
}

async function readOpen(sql: Sql, args: readonly OpenIn[]): Promise<OpenList[]> {
  const asked = args.map((each, n) => ({
    n,
    every: each.every,
    chains: each.chains ?? null,
    organisations: each.organisations ?? null,
    owner: each.owner ?? null,
    until: new Date(each.until).toISOString(),
  }));
  const rows = await sql<(Matter & { n: number; total: number })[]>`
    select a.n, m.* from json_to_recordset(${JSON.stringify(asked)}::text::json)
      as a(n int, every boolean, chains bigint[], organisations bigint[], owner bigint, until timestamptz)
    cross join lateral (
      select m.*, ${colleagues(sql)}, count(*) over ()::int as total from matter m
      where m.state in ('new', 'accepted', 'in_progress', 'done') and m.kind <> 'call' and not m.private
        and (a.every or m.due_at < a.until and m.state <> 'done' or m.paused_at is not null or m.rung > 1 or m.proposal is not null)
        and (a.chains is null or m.chain_id = any(a.chains))
        and (a.organisations is null or m.organisation_id = any(a.organisations))
        and (a.owner is null or m.owner_id = a.owner)
      order by m.due_at, m.id limit ${MOST}) m`;
  const found: OpenList[] = args.map(() => ({ total: 0, matters: [] }));
  for (const { n, total, ...one } of rows) {
    const list = found[n];
    if (!list) continue;
    list.total = total;
    list.matters.push(one as Matter);
  }
  return found;
}

async function readStories(sql: Sql, args: readonly { matter: number }[]): Promise<StoryEvent[][]> {
  const rows = await sql<(StoryEvent & { matter_id: number })[]>`
    select e.matter_id, e.verb, p.name as by, e.at, e.data from matter_event e left join person p on p.id = e.by_id
    where e.matter_id = any(${args.map((each) => each.matter)}::bigint[]) order by e.id`;
  return args.map((each) => rows.filter((row) => row.matter_id === each.matter));
}

/** These matters, each with its story; undefined for one that is none. */
export async function readWithStories(sql: Sql, ids: readonly number[]): Promise<({ one: Matter; story: StoryEvent[] } | undefined)[]> {
  const found = readMattersBy(
    sql,
    ids.map((value) => ({ by: "id", value, all: true })),
  );
  const told = readStories(
    sql,
    ids.map((matter) => ({ matter })),
  );
  const [matters, stories] = await Promise.all([found, told]);
  return matters.map(([one], n) => one && { one, story: stories[n] ?? [] });
}

/** What flows may look up about matters: each runs once for a whole batch, answers in the order of its arguments. */
export const matterQueries = {
  [mattersBy.name]: readMattersBy,
  [openIn.name]: readOpen,
  [storyOf.name]: readStories,
} as Record<string, (sql: Sql, args: readonly never[]) => Promise<unknown[]>>;

/** Due matters, claimed: other processes skip them. */
export async function claimDue(sql: Sql, now: number, most: number): Promise<Matter[]> {
  return sql<Matter[]>`
    select m.*, ${colleagues(sql)} from matter m where next_at <= ${now}::timestamptz order by next_at, id limit ${most} for update skip locked`;
}
