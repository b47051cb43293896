import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Sql } from "../../src/db/connect.ts";
import type { BotApi } from "../bot-api/server.ts";
import { count, type Rows } from "./rows.ts";

/** How it stands once everything said is answered, in words that are the same in every run: numbers of matters by what
 *  they are about, times by their day. */
export type Snapshot = {
  /** What the database says, row by row. */
  effects: Rows;
  /** What the far end was shown: in which chat, each line, each button. */
  shown: Rows;
  /** Of the rows in `shown`: how often each was tried again, where it may be; how often it may not have been shown. */
  again: Rows;
  unsure: Rows;
  /** The secretary was told of so many lines that may not have been shown, and of so many there are. */
  reported: number;
  doubtful: number;
  numbers: Map<string, string>;
};

/** Tells a secretary what may not have been shown: in the run that is never killed there is nothing to tell. */
const REPORT = "有一条消息不知是否送达";
/** What differs by how often the program started or its clock ticked, or is looked at row by row. */
const NOT_COUNTED = ["line", "channel_up", "clock_state", "firing", "heard", "lease", "worker", "audit"];

type LineRow = { room: string; text: string; class: string; repeatable: boolean; state: string; attempts: number; buttons: { label: string; data: string }[] };

export async function takeSnapshot(sql: Sql, far: BotApi, folder: string): Promise<Snapshot> {
  const numbers = await readNumbers(sql);
  const plain = (text: string): string => masked(text, numbers);
  const lines = await sql<LineRow[]>`
    select o.name as room, l.text, l.class, l.repeatable, l.state, l.attempts, l.buttons from line l join room o on o.id = l.room_id order by l.id`;
  const said = lines.filter((each) => !each.text.startsWith(REPORT));
  const effects = count([
    ...(await readViews(sql)).map(plain),
    ...(await readCounts(sql)),
    ...(await readHeard(sql)).map(plain),
    ...said.map((each) => plain(`line ${each.room} ${each.class} ${each.repeatable} ${settled(each.state)} ${each.text}`)),
    ...(await filesIn(join(folder, "media"))).map((each) => `file ${each}`),
  ]);
  const rowsOf = (list: readonly LineRow[], times: (each: LineRow) => number): Rows =>
    count(list.flatMap((each) => Array.from({ length: times(each) }, () => rowsIn(each.room, each.text, each.buttons).map(plain)).flat()));
  return {
    effects,
    shown: count(
      far.messages
        .filter((each) => each.from.id === far.me.id)
        .flatMap(({ chat, text = "", reply_markup }) =>
          rowsIn(
            chat.title ?? chat.first_name ?? "",
            text,
            (reply_markup?.inline_keyboard ?? []).flat().map((each) => ({ label: each.text, data: each.callback_data ?? "" })),
          ).map(plain),
        )
        .filter((row) => !row.includes(REPORT)),
    ),
    again: rowsOf(
      said.filter((each) => each.repeatable),
      (each) => Math.max(each.attempts - 1, 0),
    ),
    unsure: rowsOf(
      said.filter((each) => each.state === "unknown"),
      () => 1,
    ),
    reported: lines.length - said.length,
    doubtful: said.filter((each) => each.state === "unknown").length,
    numbers: new Map([...numbers].map(([no, label]) => [label, no])),
  };
}

/** A bubble's lines and buttons, one by one: which lines share a bubble may differ. */
const rowsIn = (room: string, text: string, buttons: readonly { label: string; data: string }[]): string[] => [
  ...text
    .split("\n")
    .filter(Boolean)
    .map((each) => `${room}｜${each}`),
  ...buttons.map((each) => `${room}｜[${each.label}] ${each.data}`),
];

const settled = (state: string): string => (["sent", "unknown"].includes(state) ? "said" : state);

/** A number by whose matter it is, and which. */
async function readNumbers(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ no: string; kind: string; raiser: string; detail: string }[]>`
    select m.no, m.kind, p.name as raiser, m.detail from matter m join person p on p.id = m.raiser_id order by m.raiser_id, m.id`;
  const times = new Map<string, number>();
  return new Map(
    rows.map(({ no, kind, raiser }) => {
      const nth = (times.get(`${raiser} ${kind}`) ?? 0) + 1;
      times.set(`${raiser} ${kind}`, nth);
      return [no, `〈${raiser} ${kind} ${nth}〉`];
    }),
  );
}

const masked = (text: string, numbers: Map<string, string>): string =>
  text
    .replaceAll(/\p{Script=Han}{2}-\d{4}/gu, (no) => numbers.get(no) ?? no)
    .replaceAll(/T\d\d:\d\d:[\d.]+/gu, "T")
    .replaceAll(/\d{1,2}:\d{2}/gu, "时刻")
    .replaceAll(/(待处理|答复) \d+/gu, "$1 某")
    // Three secretaries send at once: whose notice is the first may differ.
    .replaceAll(/receipt\|\d+/gu, "receipt|某");

/** Every row of every view a play may ask. Lines are looked at by themselves: a secretary hears more in a run with kills. */
async function readViews(sql: Sql): Promise<string[]> {
  const views = await sql<{ name: string }[]>`select table_name as name from information_schema.views where table_schema = 'story' order by 1`;
  const query = views
    .filter((each) => each.name !== "line")
    .map(({ name }) => `select '${name} ' || row_to_json(v)::text as row from story.${name} v`)
    .join(" union all ");
  return (await sql.unsafe<{ row: string }[]>(query)).map((each) => each.row);
}

const readHeard = async (sql: Sql): Promise<string[]> =>
  (
    await sql<{ row: string }[]>`
      select concat_ws(' ', 'heard', h.kind, p.name, o.name, h.state, k.name, h.text, h.media::text) as row
      from heard h join person p on p.id = h.person_id join room o on o.id = h.room_id left join person k on k.id = h.with_id`
  ).map((each) => each.row);

async function readCounts(sql: Sql): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  const query = tables
    .filter((each) => !NOT_COUNTED.includes(each.name))
    .map(({ name }) => `select '${name}: ' || count(*) as row from public."${name}"`)
    .join(" union all ");
  // Who was killed right after importing imports again, and each time is a deed of its own.
  const deeds = "select 'audit: ' || count(*) as row from audit where what <> 'import'";
  const open =
    "select 'questions open: ' || count(*) as row from expectation where closed_at is null union all select 'conversations open: ' || count(*) from conversation where sessions <> '[]'";
  return (await sql.unsafe<{ row: string }[]>(`${query} union all ${deeds} union all ${open}`)).map((each) => each.row);
}

/** Half-written ones are nobody's. */
const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).flatMap((each) =>
    each.isFile() && !each.name.endsWith(".part") ? [each.name] : [],
  );
