import type { Heard } from "../channel/port.ts";
import type { Query } from "../db/connect.ts";
import type { Person, Room } from "../people/index.ts";

const NUMBER = /^[（(]?(\d{1,2})[）).、。]?$/u;
type Placed = { heard: Heard; who: Person; room: Room };
type Offered = { n: number; message_id: string; data: string };

/** Where a channel has no buttons they are written out as numbers: a number said there presses a button of the newest bubble
 *  that was for this person, or of the one that is quoted, if it has so many. */
export async function chosen<T extends Placed>(sql: Query, writesChoices: (channel: string) => boolean, messages: readonly T[]): Promise<T[]> {
  const asked = messages.flatMap(({ heard, who, room }, n) => {
    const number = heard.kind === "message" && writesChoices(heard.channel) && !heard.media?.length ? NUMBER.exec(heard.text.trim())?.[1] : undefined;
    if (!number || heard.kind !== "message") return [];
    return [
      { n, number: Number(number), person: who.id, room: room.id, direct: room.kind === "direct", channel: heard.channel, quotes: heard.quote?.messageId },
    ];
  });
  if (!asked.length) return [...messages];
  const offered = await sql<Offered[]>`
    select r.n, b.message_id, b.data
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as r(n int, number int, person bigint, room bigint, direct boolean, channel text, quotes text)
    join lateral (
      select l.bubble_id from line l where l.room_id = r.room and l.channel = r.channel and l.message_id is not null and coalesce(l.message_id = r.quotes, true)
        and (r.quotes is not null or r.direct or l.person_id = r.person or exists (select from expectation e where e.line_id = l.id and e.person_id = r.person and e.closed_at is null))
      order by l.id desc limit 1) newest on true
    join lateral (
      select l.message_id, choice.value->>'data' as data, row_number() over (order by l.id, choice.ordinality) as number
      from line l, jsonb_array_elements(l.buttons) with ordinality as choice
      where l.room_id = r.room and l.bubble_id = newest.bubble_id) b on b.number = r.number`;
  return messages.map((each, n) => {
    const choice = offered.find((one) => one.n === n);
    if (!choice) return each;
    const { channel, account, key, where, from, at } = each.heard;
    return { ...each, heard: { channel, account, key, where, from, at, kind: "press", messageId: choice.message_id, data: choice.data } };
  });
}
