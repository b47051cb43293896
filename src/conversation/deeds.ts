import type { Query, Tx } from "../db/connect.ts";
import type { Deed, Expected } from "../flow/index.ts";
import type { World } from "./world.ts";

/** What a batch does, each kind of deed together. */
export type Deeds = Map<string, { value: never; who: number | null; heard: number | null }[]>;

export function addDeed(deeds: Deeds, { deed, value }: Deed, who: number | null, heard: number | null): void {
  const list = deeds.get(deed);
  const one = { value: value as never, who, heard };
  if (list) list.push(one);
  else deeds.set(deed, [one]);
}

export const taken = <V>(deeds: Deeds, name: string) => (deeds.get(name) ?? []) as unknown as { value: V; who: number; heard: number }[];

/** Writes each kind of deed once. Matters are opened and changed by whoever calls this: lines need their numbers. */
export async function writeDeeds(world: World, tx: Tx, deeds: Deeds, now: number): Promise<void> {
  for (const [name, values] of deeds) {
    const write = world.deeds[name];
    if (write) await write(tx, values, now);
    else if (name !== "matter.open" && name !== "matter.change") throw new Error(`nothing writes the deed ${name}`);
  }
}

/** A question that is put without a word: what somebody says in their direct chat may answer it. */
type Opened = Expected & { person: number };

/** A line that waited for a model: what it says after the first `base` letters, if anything came; it is said from then on. */
type Completed = { line: number; base: number; not_before: number; text: string | null };

/** What conversations and the clock may do to open questions, and to lines that wait. */
export const conversationDeeds = {
  "line.complete": async (tx: Query, done: readonly { value: Completed }[], now: number): Promise<void> => {
    await tx`
      update line l set text = case when r.text is null then l.text else left(l.text, r.base) || r.text end,
        not_before = greatest(to_timestamp(r.not_before / 1000.0), ${now}::timestamptz)
      from json_to_recordset(${JSON.stringify(done.map(({ value }) => value))}::text::json) as r(line bigint, base int, not_before float8, text text)
      where l.id = r.line and l.state = 'queued'`;
  },
  "expectation.open": async (tx: Query, done: readonly { value: Opened }[], now: number): Promise<void> => {
    await tx`
      insert into expectation (person_id, room_id, flow, version, answers, about, standing, opened_at)
      select r.person, o.id, r.flow, r.version, r.answers, r.about, coalesce(r.standing, false), ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(done.map(({ value }) => value))}::text::json) as r(person bigint, flow text, version int, answers jsonb,
        about text, standing boolean)
      join room o on o.kind = 'direct' and o.person_id = r.person order by r.person`;
  },
  /** All questions about the same thing are settled; `person` names whose, or all of them. */
  "expectation.close": async (tx: Query, done: readonly { value: { about: string; person?: number } }[], now: number): Promise<void> => {
    if (!done.length) return;
    const rows = done.map(({ value }) => ({ about: value.about, person: value.person ?? null }));
    await tx`
      update expectation e set closed_at = ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(about text, person bigint)
      where e.about = r.about and e.closed_at is null and (r.person is null or e.person_id = r.person)`;
  },
};
