import type { Query } from "../../../src/db/connect.ts";
import { holdMornings } from "../registry/hold.ts";
import { openWindows } from "./open.ts";

type Done<V> = readonly { value: V }[];
const json = <V>(done: Done<V>): string => JSON.stringify(done.map((each) => each.value));

/** What happens to an elder's morning; each is written once for all that it happens to. */
export const deeds = {
  "smiley.open": openWindows,
  /** A sign of life; who sent it before the window opened is safe already. Of an absence it ends nothing, but counts. */
  "smiley.sign": async (sql: Query, done: Done<{ elder: number; on: string; at: number; by?: number; words?: string }>): Promise<void> => {
    await holdMornings(
      sql,
      done.map(({ value }) => value.elder),
    );
    await sql`
      insert into smiley as s (elder_id, on_date, team_id, state, safe_at, vouched_by, words)
      select distinct on (r.elder, r."on") r.elder, r."on", e.team_id, 'safe', to_timestamp(r.at / 1000.0), r.by, r.words
      from json_to_recordset(${json(done)}::text::json) as r(elder bigint, "on" date, at float8, by bigint, words text)
      join elder e on e.person_id = r.elder and e.window_from is not null order by 1, 2, r.at
      on conflict (elder_id, on_date) do update set state = case when s.state in ('alerted', 'all_clear') then 'all_clear' else 'safe' end,
        safe_at = coalesce(s.safe_at, excluded.safe_at), vouched_by = case when s.safe_at is null then excluded.vouched_by else s.vouched_by end,
        words = case when s.safe_at is null then excluded.words else s.words end`;
  },
  "smiley.greeted": async (sql: Query, done: Done<{ elder: number; on: string }>): Promise<void> => {
    await sql`
      update smiley s set greeted = true from json_to_recordset(${json(done)}::text::json) as r(elder bigint, "on" date)
      where s.elder_id = r.elder and s.on_date = r."on"`;
  },
  /** Asked once more; without a time, the question waits for the end of an outage. */
  "smiley.asked": async (sql: Query, done: Done<{ elder: number; on: string; state: string; at: number | null }>): Promise<void> => {
    await sql`
      update smiley s set state = r.state, asked_at = to_timestamp(r.at / 1000.0), asks = s.asks + case when r.at is null then 0 else 1 end
      from json_to_recordset(${json(done)}::text::json) as r(elder bigint, "on" date, state text, at float8)
      where s.elder_id = r.elder and s.on_date = r."on"`;
  },
  /** Somebody is to see after them: the one alarm that is open about an elder. */
  "smiley.alerted": async (sql: Query, done: Done<{ elder: number; on: string }>): Promise<void> => {
    await sql`
      update smiley s set state = 'alerted', stage = m.facts ->> 'stage', matter_id = m.id
      from json_to_recordset(${json(done)}::text::json) as r(elder bigint, "on" date)
      join matter m on m.raiser_id = r.elder and m.kind = 'smiley' and m.state in ('new', 'accepted')
      where s.elder_id = r.elder and s.on_date = r."on"`;
  },
  "smiley.stage": async (sql: Query, done: Done<{ matter: number; stage: string }>): Promise<void> => {
    await sql`
      update smiley s set stage = r.stage
      from json_to_recordset(${json(done)}::text::json) as r(matter bigint, stage text)
      join matter m on m.id = r.matter and m.kind = 'smiley'
      where s.elder_id = m.raiser_id and s.matter_id = r.matter`;
  },
  "smiley.clear": async (sql: Query, done: Done<{ matter: number; state: string }>, now: number): Promise<void> => {
    await sql`
      update smiley s set state = r.state, safe_at = case when r.state = 'all_clear' then coalesce(s.safe_at, ${now}::timestamptz) else s.safe_at end
      from json_to_recordset(${json(done)}::text::json) as r(matter bigint, state text)
      join matter m on m.id = r.matter and m.kind = 'smiley'
      where s.elder_id = m.raiser_id and s.matter_id = r.matter`;
  },
};
