import { HOUR, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

/** Open matters have an owner and a next due time that is not past while the program runs. */
export const openIsDue: Invariant = {
  name: "an open matter is due",
  finds: async ({ sql, now, record }) => {
    const rows = await sql<{ no: string; owner: string | null; next_at: number | null }[]>`
      select m.no, p.name as owner, m.next_at from matter m left join person p on p.id = m.owner_id
      where m.state in ('new', 'accepted', 'in_progress', 'done') and (p.id is null or m.next_at is null or m.next_at < ${now - HOUR}::timestamptz)`;
    if (record.away(now - HOUR, now) > 0) return [];
    return rows.map((each) => `${each.no} is open, owned by ${each.owner ?? "nobody"}, due ${each.next_at === null ? "never" : print(each.next_at)}`);
  },
};

type Closed = {
  no: string;
  kind: string;
  state: string;
  result: string;
  closed_at: number;
  raisers: string[];
  story: { verb: string; by: string | null; key: string | null; data: Record<string, unknown> }[];
};

async function readClosed({ sql, since }: Look): Promise<Closed[]> {
  return sql<Closed[]>`
    select m.no, m.kind, m.state, m.result, m.closed_at,
      array(select p.name from person p where p.id = m.raiser_id union select p.name from co_reporter c join person p on p.id = c.person_id where c.matter_id = m.id) as raisers,
      (select jsonb_agg(jsonb_build_object('verb', e.verb, 'by', p.name, 'key', h.key, 'data', e.data) order by e.id)
        from matter_event e left join person p on p.id = e.by_id left join heard h on h.id = e.heard_id where e.matter_id = m.id) as story
    from matter m where m.state in ('closed', 'unsolvable', 'withdrawn', 'unreached') and m.closed_at >= ${since}::timestamptz order by m.id`;
}

/** Nothing ends but by its raiser's word, or by a named exception that a second person signed. */
export const closedByWord: Invariant = {
  name: "closed by the raiser's word",
  finds: async (look) => (await readClosed(look)).flatMap((one) => (one.kind === "problem" ? problem(one, look) : [])),
};

function problem(one: Closed, { record }: Look): string[] {
  const last = one.story.findLast((each) => [one.state, "closed"].includes(each.verb));
  const said = last?.key ? record.of(last.key) : undefined;
  if (one.state === "unsolvable" || one.state === "unreached") {
    const proposed = one.story.findLast((each) => each.verb === `${one.state}_proposed`);
    const signed = one.story.findLast((each) => each.verb === "signed");
    if (!proposed?.by || !signed?.by || proposed.by === signed.by) return [`${one.no} ended as ${one.state} without a second signature`];
    return said?.means.is === "sign" || said?.who === signed.by ? [] : [`${one.no} was signed by a word that is none: “${said?.text}”`];
  }
  if (!said) return [`${one.no} ended as ${one.state}, and nobody said so`];
  if (one.state === "withdrawn")
    return one.raisers.includes(said.who) && said.means.is === "withdraw" ? [] : [`${one.no} was withdrawn by ${said.who}: “${said.text}”`];
  const telephoned = one.story.some((each) => each.verb === "call_assigned") && !one.raisers.includes(said.who);
  if (!one.raisers.includes(said.who) && !telephoned) return [`${one.no} was closed by ${said.who}, who did not raise it: “${said.text}”`];
  if (one.result === "solved" && !["solved", "other"].includes(said.means.is)) return [`${one.no} counts as solved by “${said.text}” of ${said.who}`];
  return [];
}
