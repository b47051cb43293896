import { print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

type Told = {
  id: number;
  title: string;
  state: string;
  version: number;
  sent_at: number;
  withdrawn_at: number | null;
  roster: string[];
  lines: { room: string; text: string; at: number; state: string }[];
};

/** Announcements that were sent or taken back since the last look. */
const toldOf = ({ sql, since }: Look): Promise<Told[]> => sql<Told[]>`
  select n.id, split_part(n.text, E'\n', 1) as title, n.state, n.version, n.sent_at, n.withdrawn_at,
    array(select p.name from receipt r join person p on p.id = r.person_id where r.notice_id = n.id order by p.name) as roster,
    (select coalesce(jsonb_agg(jsonb_build_object('room', o.name, 'text', l.text, 'at', extract(epoch from l.made_at) * 1000, 'state', l.state) order by l.id), '[]')
      from line l join room o on o.id = l.room_id where l.notice_id = n.id) as lines
  from notice n where n.kind = 'announcement' and n.sent_at is not null
    and (n.sent_at >= ${since}::timestamptz or n.withdrawn_at >= ${since}::timestamptz or n.asked_at >= ${since}::timestamptz) order by n.id`;

/** Everybody who is meant is on the roster, nobody else, and each room hears each version once. */
export const toldOnce: Invariant = {
  name: "each is told once",
  finds: async (look) => {
    const told = await toldOf(look);
    return told.flatMap((one) => {
      const said = look.record.said.find((each) => each.means.is === "announce" && each.means.title === one.title);
      const chain = look.town.chains.find((each) => said?.means.is === "announce" && each.name === said.means.chain);
      const meant = (chain?.enterprises.flatMap((each) => each.people) ?? []).toSorted();
      const wrong = chain ? difference(meant, one.roster) : [];
      const doubled = [...Map.groupBy(one.lines, (each) => `${each.room} ${each.text}`)].filter(([, list]) => list.length > 1);
      const reached = new Set(one.lines.map((each) => each.room));
      // A text that was written anew in between is known to its author only: then it may have been said in any chain's group.
      const together = (chain ? [chain] : look.town.chains).some((each) => reached.has(each.group));
      const unheard = one.roster.filter((each) => !reached.has(each) && !together);
      return [
        ...wrong.map((each) => `“${one.title}”: ${each}`),
        ...doubled.map(([what, list]) => `“${one.title}” was said ${list.length} times: ${what.slice(0, 40)}`),
        ...unheard.map((each) => `“${one.title}” was said to ${each} nowhere`),
      ];
    });
  },
};

const difference = (meant: readonly string[], roster: readonly string[]): string[] => [
  ...meant.filter((each) => !roster.includes(each)).map((each) => `${each} is meant and not on the roster`),
  ...roster.filter((each) => !meant.includes(each)).map((each) => `${each} is on the roster and not meant`),
];

/** Once it is taken back, nobody hears more of it than that. */
export const withdrawnIsSilent: Invariant = {
  name: "a withdrawn notice is silent",
  finds: async ({ sql, since }) => {
    const rows = await sql<{ title: string; room: string; text: string; at: number; back: number }[]>`
      select split_part(n.text, E'\n', 1) as title, o.name as room, l.text, l.made_at as at, n.withdrawn_at as back from notice n
      join line l on l.text like '%“' || split_part(n.text, E'\n', 1) || '”%' and l.made_at > n.withdrawn_at and l.turn_id is null
        and l.text not like '有一条消息不知是否送达%' join room o on o.id = l.room_id
      where n.withdrawn_at is not null and l.made_at >= ${since}::timestamptz and not exists (
        select 1 from notice x where x.id <> n.id and split_part(x.text, E'\n', 1) = split_part(n.text, E'\n', 1)
          and (x.withdrawn_at is null or x.withdrawn_at >= l.made_at))`;
    return rows.map((each) => `“${each.title}” was taken back at ${print(each.back)}, and at ${print(each.at)} ${each.room} heard: ${each.text.slice(0, 60)}`);
  },
};

/** Only those are reminded who have not confirmed, and by name. */
export const remindsTheMissing: Invariant = {
  name: "only those missing are reminded",
  finds: async ({ sql, since, record }) => {
    const rows = await sql<{ title: string; who: string; at: number; confirmed: number }[]>`
      select split_part(n.text, E'\n', 1) as title, p.name as who, l.made_at as at, r.confirmed_at as confirmed
      from line l join room o on o.id = l.room_id
      join notice n on l.text ~ '^(提醒一下|再提醒一次)' and l.text like '%“' || split_part(n.text, E'\n', 1) || '”%'
      join receipt r on r.notice_id = n.id and r.state = 'confirmed' and r.confirmed_at < l.made_at
      join person p on p.id = r.person_id and (l.text like '%@' || p.name || '%' or l.person_id = p.id)
      where l.made_at >= ${since}::timestamptz`;
    // It counts from when it was said; a message that was on its way for long was not known of by then.
    const known = ({ who, at, confirmed }: (typeof rows)[number]): boolean =>
      record.said.some((each) => each.who === who && Math.abs(each.at - confirmed) < 1000 && (each.heardAt ?? Infinity) < at);
    return rows.filter(known).map((each) => `${each.who} confirmed “${each.title}” at ${print(each.confirmed)} and was reminded at ${print(each.at)}`);
  },
};

/** `已确认3/8` is what a recount of the receipts gives: of one of them, where a notice was taken back and said anew under its title. */
export const ledgerCounts: Invariant = {
  name: "the ledger counts right",
  finds: async ({ sql, record, since }) => {
    const shown = record.seen.flatMap(({ at, text, where }) => {
      const [, title = "", confirmed = "", total = ""] = /^“(.+?)”(?:（已撤回）)?已确认(\d+)\/(\d+)/u.exec(text) ?? [];
      return at >= since && title ? [{ title, at, confirmed: Number(confirmed), total: Number(total), where: where.id }] : [];
    });
    if (!shown.length) return [];
    const asked = JSON.stringify(shown.map(({ title, at }, n) => ({ n, title, at: new Date(at).toISOString() })));
    const rows = await sql<{ n: number; confirmed: number; later: number; total: number }[]>`
      select a.n, count(*) filter (where r.state = 'confirmed' and r.confirmed_at <= a.at)::int as confirmed, count(*)::int as total,
        count(*) filter (where r.confirmed_at > a.at or x.asked_at > a.at)::int as later
      from jsonb_to_recordset(${asked}::text::jsonb) as a(n int, title text, at timestamptz)
      join notice x on split_part(x.text, E'\n', 1) = a.title and x.sent_at <= a.at join receipt r on r.notice_id = x.id group by a.n, x.id order by a.n, x.id`;
    return [...Map.groupBy(rows, (each) => each.n)].flatMap(([n, notices]) => {
      const said = shown[n];
      if (!said) return [];
      const onTheirWay = record.said.some((each) => each.at <= said.at && (each.heardAt ?? Infinity) > said.at);
      const fits = (counted: (typeof rows)[number]): boolean =>
        said.total === counted.total && said.confirmed <= said.total && (counted.later > 0 || onTheirWay || said.confirmed === counted.confirmed);
      const counts = notices.map((each) => `${each.confirmed}/${each.total}`).join(" or ");
      return notices.some(fits)
        ? []
        : [`“${said.title}” counted ${said.confirmed}/${said.total} to ${said.where} at ${print(said.at)}; a recount gives ${counts}`];
    });
  },
};
