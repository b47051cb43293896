import type { Query as Sql } from "../../../src/db/connect.ts";
import type { Vault } from "../../../src/db/seal.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";
import type { How } from "../../../src/people/index.ts";

const DAY_MS = 86_400_000;

export type Invitation = { id: number; person_id: number };
/** `open`: what the code opens, if it does; `limited`: too many were none today. */
export type Code = { open: Invitation | undefined; limited: boolean };
export const codeFor = query<Code>("invitation.for");
type AskedCode = { code: string; person: number; now: number; days: number; tries: number };

async function readCodes(sql: Sql, args: readonly AskedCode[]): Promise<Code[]> {
  const rows = await sql<{ n: number; id: number | null; person_id: number | null; wrong: number }[]>`
    select a.n, i.id, i.person_id, coalesce((
      select max(wrong_codes) from account c where c.person_id = a.person and c.kind = 'user' and c.wrong_since > to_timestamp((a.now - ${DAY_MS}) / 1000.0)), 0) as wrong
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, code text, person bigint, now float8, days int)
    left join invitation i on i.code = a.code and i.used_at is null
      and coalesce(i.expires_at, i.made_at + make_interval(days => a.days)) > to_timestamp(a.now / 1000.0)`;
  return args.map(({ tries }, n) => {
    const found = rows.find((row) => row.n === n);
    const open = found?.id && found.person_id ? { id: found.id, person_id: found.person_id } : undefined;
    return { open, limited: (found?.wrong ?? 0) >= tries };
  });
}

/** A code nobody can guess, of letters and digits that nobody takes for each other. */
export const freshCode = query<string>("invitation.fresh");

async function makeCodes(sql: Sql, args: readonly object[]): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select translate(left(md5(gen_random_uuid()::text), 10), '0123456789abcdef', '2346789ACEFHJKMX') as code from generate_series(1, ${args.length}::int)`;
  return rows.map((each) => each.code);
}

/** What is known of somebody who may be this newcomer: whether the phone they said is theirs, when they last spoke. */
export type Checked = { person: number; phone: "same" | "other" | undefined; spoke_at: number | null };
/** `said`: what the newcomer last said of themselves. */
export type Checks = { said: string | null; people: Checked[] };
export const checksFor = query<Checks>("joining.checks");
type AskedChecks = { newcomer: number; people: number[]; phone: string };

async function readChecks(sql: Sql, args: readonly AskedChecks[], vault: Vault): Promise<Checks[]> {
  const [rows, words] = await Promise.all([
    sql<{ n: number; person: number; phone_sealed: Uint8Array | null; wrapped: Uint8Array | null; spoke_at: number | null }[]>`
      select a.n, p.id as person, p.phone_sealed, k.wrapped, (
        select max(u.at) from conversation c cross join lateral (select at from turn where conversation_id = c.id order by id desc limit 1) u
        where c.person_id = p.id) as spoke_at
      from json_to_recordset(${numbered(args)}::text::json) as a(n int, people jsonb)
      join person p on p.id in (select e.id::bigint from jsonb_array_elements_text(a.people) e(id)) left join person_key k on k.person_id = p.id order by p.id`,
    sql<{ n: number; text: string }[]>`
      select a.n, h.text from json_to_recordset(${numbered(args)}::text::json) as a(n int, newcomer bigint)
      cross join lateral (
        select h.text from conversation c join turn u on u.conversation_id = c.id and u.flow = 'join' join heard h on h.id = u.heard_id
        where c.person_id = a.newcomer and h.text is not null order by u.id desc limit 1) h`,
  ]);
  const found = inOrder(args, rows);
  return args.map(({ phone }, n) => ({
    said: words.find((each) => each.n === n)?.text ?? null,
    people: (found[n] ?? []).map(({ person, phone_sealed: sealed, wrapped, spoke_at }) => {
      const opened = phone && sealed ? vault.open({ table: "person", row: String(person), column: "phone_sealed" }, sealed, { person, wrapped }) : undefined;
      return { person, spoke_at, phone: opened?.ok ? (opened.text.replaceAll(/\D/gu, "").endsWith(phone) ? "same" : "other") : undefined };
    }),
  }));
}

/** A merge that stands, or the last one that was undone; with what goes back when it is undone. */
export type Merge = {
  id: number;
  from_id: number;
  into_id: number;
  account_id: number | null;
  how: How;
  evidence: string[];
  merged_at: number;
  undone_at: number | null;
  accounts: number;
  said: number;
  matters: { id: number; no: string; owner_id: number }[];
};
export const mergesOf = query<Merge[]>("joining.merges");

async function readMerges(sql: Sql, args: readonly { people: number[] }[]): Promise<Merge[][]> {
  const rows = await sql<(Merge & { n: number })[]>`
    select a.n, p.id, p.from_id, p.into_id, p.account_id, p.how, p.evidence, p.merged_at, p.undone_at,
      coalesce(jsonb_array_length(p.moved -> 'account.person_id'), 0) as accounts, s.said, x.matters
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, people jsonb)
    join person_merge p on p.into_id in (select e.id::bigint from jsonb_array_elements_text(a.people) e(id))
      or p.from_id in (select e.id::bigint from jsonb_array_elements_text(a.people) e(id))
    cross join lateral (
      select count(*)::int as said, coalesce(array_agg(h.id), '{}') as heard from conversation c join turn u on u.conversation_id = c.id join heard h on h.id = u.heard_id
      where c.person_id = p.into_id and h.account_id in (select i.id::bigint from jsonb_array_elements_text(p.moved -> 'account.person_id') i(id))) s
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'no', m.no, 'owner_id', m.owner_id) order by m.id), '[]') as matters
      from matter m where m.raiser_id = p.into_id and (
        m.id in (select i.id::bigint from jsonb_array_elements_text(p.moved -> 'matter.raiser_id') i(id))
        or exists (select 1 from matter_event e where e.matter_id = m.id and e.verb = 'opened' and e.heard_id = any(s.heard)))) x
    order by p.id desc`;
  return inOrder(args, rows);
}

export const looks = {
  [codeFor.name]: readCodes,
  [freshCode.name]: makeCodes,
  [checksFor.name]: readChecks,
  [mergesOf.name]: readMerges,
};
