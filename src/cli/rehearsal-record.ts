import type { Heard, Media } from "../channel/port.ts";
import type { Sql } from "../db/connect.ts";
import type { Suggestion } from "../people/index.ts";

/** One recorded message: what was heard, where and when, and what was said to it. */
export type Recorded = {
  id: number;
  channel: string;
  kind: Heard["kind"];
  person: string;
  room: string;
  room_kind: "group" | "direct";
  /** Their ids on the channel it was heard on, where it knows them. */
  user: string | null;
  chat: string | null;
  text: string;
  media: Media[];
  detail: Detail;
  said_at: number;
  heard_at: number;
  /** What was said to it in the same room; null where it was nobody's turn. */
  said: string | null;
  parked: boolean;
  /** A role of the speaker, to say who it was without a name. */
  role: string | null;
};
type Detail = {
  messageId?: string;
  edited?: boolean;
  quote?: { messageId: string; mine: boolean; text?: string };
  mentionsMe?: boolean;
  mentions?: string[];
  who?: { id: string; name: string };
  reaction?: boolean;
  change?: "added" | "removed" | "renamed" | "migrated";
  suggestion?: Suggestion;
};

/** Everything heard after message `after`, in the order in which it was taken. Talk among people whose words are forgotten is
 *  left out. */
export async function recorded(record: Sql, after: number): Promise<Recorded[]> {
  return record<Recorded[]>`
    select h.id, h.channel, h.kind, p.name as person, o.name as room, o.kind as room_kind, u.external_id as user, c.external_id as chat,
      coalesce(h.text, '') as text, h.media, h.detail, h.said_at, h.heard_at, t.said, h.state = 'parked' as parked, r.kind as role
    from heard h join person p on p.id = h.person_id join room o on o.id = h.room_id
    left join lateral (select said from turn t where t.heard_id = h.id order by t.id limit 1) t on true
    left join lateral (select external_id from account a where a.channel = h.channel and a.kind = 'user' and a.person_id = p.id order by a.id is distinct from h.account_id, a.id limit 1) u on true
    left join lateral (select external_id from account a where a.channel = h.channel and a.kind = 'chat' and a.room_id = o.id order by a.id limit 1) c on true
    left join lateral (select kind from role x where x.person_id = p.id order by x.id limit 1) r on true
    where h.id > ${after} and (h.text is not null or h.state <> 'bystander') order by h.heard_at, h.id`;
}

/** The message as a channel would hand it over. Where the channel no longer knows the speaker or the group, it is heard at
 *  home, by name. `pointed` is the line that it quotes or presses, in the rehearsal. */
export function heardAgain(one: Recorded, home: string, pointed: string | undefined): Heard {
  const group = one.room_kind === "group";
  const known = one.user !== null && (!group || one.chat !== null);
  const user = known ? (one.user ?? one.person) : one.person;
  const where = { kind: one.room_kind, id: group ? (known ? (one.chat ?? one.room) : one.room) : user, name: one.room };
  const from = { id: user, name: one.person };
  const { detail, media } = one;
  const base = { channel: known ? one.channel : home, account: "rehearsal", key: `rehearsal ${one.id}`, where, from, at: one.said_at };
  if (one.kind === "press") return { ...base, kind: "press", messageId: pointed ?? "", data: one.text };
  if (one.kind === "join" || one.kind === "leave") return { ...base, kind: one.kind, who: detail.who ?? from };
  if (one.kind === "room") return { ...base, kind: "room", change: detail.change ?? "added" };
  const { quote, mentionsMe, mentions, edited, messageId, reaction } = detail;
  return {
    ...base,
    kind: "message",
    text: written(one),
    ...(media.length ? { media } : {}),
    ...(quote ? { quote: { ...quote, messageId: pointed ?? quote.messageId } } : {}),
    ...(mentionsMe ? { mentionsMe } : {}),
    ...(mentions ? { mentions } : {}),
    ...(edited ? { edited } : {}),
    ...(reaction ? { reaction } : {}),
    ...(messageId ? { messageId } : {}),
  };
}

/** The text without what the voices beside it said: that is added when it is heard. */
function written({ text, media }: Recorded): string {
  const spoken = media.flatMap((each) => (each.kind === "voice" && each.transcript ? [each.transcript] : [])).join("\n");
  if (!spoken || !text.endsWith(spoken)) return text;
  return text.slice(0, text.length - spoken.length).trimEnd();
}

type Pointed = { room: string; kind: string; text: string };

/** The id under which the rehearsal shows the line that this message quotes or presses. */
export async function pointedAt(record: Sql, stage: Sql, one: Recorded, channel: string): Promise<string | undefined> {
  const id = one.kind === "press" ? one.detail.messageId : one.detail.quote?.messageId;
  if (id === undefined && one.kind !== "press") return undefined;
  const [was] = await record<Pointed[]>`
    select o.name as room, o.kind, l.text from line l join room o on o.id = l.room_id where l.channel = ${one.channel} and l.message_id = ${id ?? ""}
    order by l.id limit 1`;
  const pressed = one.kind === "press" ? one.text : null;
  const shown = `rehearsal ${one.id}`;
  const [found] = await stage`
    update line set channel = ${channel}, message_id = ${shown} where id = (
      select l.id from line l join room o on o.id = l.room_id
      where o.name = ${was?.room ?? one.room} and o.kind = ${was?.kind ?? one.room_kind}
        and (l.text = ${was?.text ?? ""} or l.buttons @> jsonb_build_array(jsonb_build_object('data', ${pressed}::text)))
      order by l.text = ${was?.text ?? ""} desc, l.id desc limit 1) returning id`;
  return found && shown;
}
