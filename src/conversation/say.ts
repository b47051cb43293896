import { isoOf, type Tx } from "../db/connect.ts";
import type { Button, Expected, Holes, Post, Say, Sheet, Tell } from "../flow/index.ts";
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
  sheet?: Sheet;
  not_before: number;
  expects?: Expected & { matter: number | null };
  /** It puts the question of this expectation anew. */
  renews?: number;
  /** In a group: these people are asked by it, each for themselves. */
  asks?: { people: readonly number[]; expects: Expected };
  /** Whoever is told does not know the matter yet. */
  recap?: boolean;
  /** A model is asked about its matter; `base`: the line waits a little for that. */
  inquiry?: { task: string; base?: number; not_before?: number };
};

/** What is shown: the words, the buttons and the table, with the number of a matter that this very turn opens. */
export const shown = ({ text, buttons = [], sheet }: Say | Tell | Post, holes: Holes): Pick<NewLine, "text" | "buttons" | "sheet"> => ({
  text: typeof text === "function" ? text(holes) : text,
  buttons: buttons.map((each) => ({ ...each, data: each.data.replace("{no}", holes.no) })),
  ...(sheet ? { sheet } : {}),
});

export const placeOf = (world: Pick<World, "directory">, person: number): Room => world.directory().directRoom(person);

/** Writes lines and the expectations they open. Rooms and people are asked for one by one, within the statement: joined, all of a
 *  town would be read for every batch. In a direct chat a line may be said twice rather than never; in a
 *  group only a reply may. */
export async function writeLines(tx: Tx, lines: readonly NewLine[], now: number): Promise<void> {
  if (!lines.length) return;
  const asking = lines.filter((each) => each.expects);
  const ids = asking.length ? await tx<{ id: number }[]>`select nextval('expectation_id_seq') as id from generate_series(1, ${asking.length}::int)` : [];
  const posts = lines.filter((each) => each.asks ?? each.inquiry);
  const postIds = posts.length ? await tx<{ id: number }[]>`select nextval('line_id_seq') as id from generate_series(1, ${posts.length}::int)` : [];
  const rows = lines.map(({ expects, asks, inquiry, recap: _recap, renews = null, ...each }, n) => ({
    ...each,
    n,
    not_before: isoOf(each.not_before),
    id: (asks ?? inquiry) ? (postIds[posts.indexOf(lines[n] as NewLine)]?.id ?? null) : null,
    expectation_id: expects ? (ids[asking.indexOf(lines[n] as NewLine)]?.id ?? null) : renews,
  }));
  const expectations = rows.flatMap((each, n) => {
    const { expects, asks } = lines[n] as NewLine;
    const own = expects ? [{ id: each.expectation_id, person: each.person_id, ...expects, answers: { ...expects.answers, matter: expects.matter } }] : [];
    const others = (asks?.people ?? []).map((person) => ({ id: null, person, line: each.id, ...asks?.expects }));
    return [...own, ...others].map((one) => ({ ...one, room: each.room_id }));
  });
  if (expectations.length)
    await tx`
      insert into expectation (id, person_id, room_id, flow, version, answers, matter_id, line_id, about, standing, opened_at) overriding system value
      select coalesce(id, nextval('expectation_id_seq')), person, room, flow, version, answers, matter, line, about, coalesce(standing, false), ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(expectations)}::text::json) as r(id bigint, person bigint, room bigint, flow text, version int,
        answers jsonb, matter bigint, line bigint, about text, standing boolean)`;
  await tx`
    insert into line (id, room_id, person_id, turn_id, matter_id, expectation_id, class, repeatable, text, buttons, sheet, not_before, made_at, state, failure)
    overriding system value
    select coalesce(r.id, nextval('line_id_seq')), room_id, person_id, turn_id, matter_id, expectation_id, class,
      class = 'reply' or (select kind from room where id = r.room_id) = 'direct', text, buttons, sheet, not_before,
      ${now}::timestamptz, case when stopped then 'withdrawn' else 'queued' end, case when stopped then '本人要求不再收到主动消息' end
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, id bigint, room_id bigint, person_id bigint, turn_id bigint, matter_id bigint,
      expectation_id bigint, class text, text text, buttons jsonb, sheet jsonb, not_before timestamptz)
    cross join lateral (select class in ('task', 'due')
      and (select state from person where id = (select person_id from room where id = r.room_id)) is not distinct from 'stopped' as stopped) s order by n`;
  await writeInquiries(
    tx,
    lines.map((each, n) => ({ ...each, id: rows[n]?.id ?? null })),
    now,
  );
}

/** What a model is to be asked for lines that wait for it. */
async function writeInquiries(tx: Tx, lines: readonly (NewLine & { id: number | null })[], now: number): Promise<void> {
  const asked = lines.flatMap(({ id, matter_id, inquiry }) => {
    const { task, ...data } = inquiry ?? { task: undefined };
    return task === undefined ? [] : [{ task, matter: matter_id, line: id, data }];
  });
  if (!asked.length) return;
  await tx`
    insert into inquiry (task, matter_id, line_id, data, due_at) select task, matter, line, data, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as r(task text, matter bigint, line bigint, data jsonb)`;
}

/** A line to a group, and what each of its people may answer. */
export function posted(world: World, each: Post, turn: number | null, holes: Holes, now: number): NewLine {
  return {
    room_id: each.room,
    person_id: null,
    turn_id: turn,
    matter_id: each.matter ?? null,
    class: each.emergency ? "emergency" : turn === null ? "due" : "task",
    ...shown(each, holes),
    not_before: each.emergency ? now : world.calendar().quietEnd(now),
    ...(each.expects ? { asks: { people: each.people ?? [], expects: each.expects } } : {}),
  };
}
