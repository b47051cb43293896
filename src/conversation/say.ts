import type { Tx } from "../db/connect.ts";
import type { Button, Expected, Holes } from "../flow/index.ts";
import { asJson } from "../matter/index.ts";
import type { Room } from "../people/index.ts";
import type { World } from "./world.ts";

/** A line to be said; `expects` opens an expectation with it. */
export type NewLine = {
  room_id: number;
  person_id: number | null;
  turn_id: number | null;
  matter_id: number | null;
  class: "emergency" | "reply" | "task" | "due";
  text: string;
  buttons: Button[];
  not_before: number;
  expects?: Expected & { matter: number | null };
};

/** Buttons about a matter that this very turn opens. */
export const filled = (buttons: Button[], holes: Holes): Button[] => buttons.map((each) => ({ ...each, data: each.data.replace("{no}", holes.no) }));

export const placeOf = (world: Pick<World, "directory">, person: number): Room => world.directory().directRoom(person);

/** Writes lines and the expectations they open. In a direct chat a line may be said twice rather than never; in a
 *  group only a reply may. */
export async function writeLines(tx: Tx, lines: readonly NewLine[], now: number): Promise<void> {
  if (!lines.length) return;
  const asking = lines.filter((each) => each.expects);
  const ids = asking.length ? await tx<{ id: number }[]>`select nextval('expectation_id_seq') as id from generate_series(1, ${asking.length}::int)` : [];
  const rows = lines.map(({ expects, ...each }, n) => ({
    ...each,
    n,
    expectation_id: expects ? (ids[asking.indexOf(lines[n] as NewLine)]?.id ?? null) : null,
  }));
  const expectations = rows.flatMap((each, n) => {
    const expects = lines[n]?.expects;
    return expects
      ? [{ id: each.expectation_id, person: each.person_id, room: each.room_id, ...expects, answers: { ...expects.answers, matter: expects.matter } }]
      : [];
  });
  if (expectations.length)
    await tx`
      insert into expectation (id, person_id, room_id, flow, version, answers, matter_id, opened_at) overriding system value
      select id, person, room, flow, version, answers, matter, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(expectations)}::text::jsonb) as r(id bigint, person bigint, room bigint, flow text, version int,
        answers jsonb, matter bigint)`;
  await tx`
    insert into line (room_id, person_id, turn_id, matter_id, expectation_id, class, repeatable, text, buttons, not_before, made_at, state, failure)
    select r.room_id, r.person_id, turn_id, matter_id, expectation_id, class, o.kind = 'direct' or class = 'reply', text, buttons, not_before,
      ${now}::timestamptz, case when stopped then 'withdrawn' else 'queued' end, case when stopped then '本人要求不再收到主动消息' end
    from jsonb_to_recordset(${asJson(rows)}::text::jsonb) as r(n int, room_id bigint, person_id bigint, turn_id bigint, matter_id bigint,
      expectation_id bigint, class text, text text, buttons jsonb, not_before timestamptz)
    join room o on o.id = r.room_id
    left join person p on p.id = o.person_id
    cross join lateral (select class in ('task', 'due') and p.state is not distinct from 'stopped' as stopped) s order by n`;
}
