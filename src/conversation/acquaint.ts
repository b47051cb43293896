import type { Heard, Who } from "../channel/port.ts";
import type { Tx } from "../db/connect.ts";
import { leaveRosters, reachRosters, returnToRosters } from "../notice/index.ts";
import { whereAndWho } from "./load.ts";
import { turnedRooms } from "./turned-rooms.ts";
import type { World } from "./world.ts";

const MAX_NAME = 40;

/** Makes people and rooms that were never heard of, and keeps memberships as the channel shows them. */
export async function acquaint(world: World, tx: Tx, messages: readonly Heard[], now: number): Promise<Heard[]> {
  if (await turnedRooms(world, tx, messages, now)) await renewed(world, tx);
  const changed = [
    await newPeople(world, tx, messages, now),
    await newRooms(world, tx, messages),
    await reached(world, tx, messages),
    await revived(world, tx, messages, now),
    await remarked(world, tx, messages),
  ].some(Boolean);
  if (changed) await renewed(world, tx);
  if (await members(world, tx, messages, now)) await renewed(world, tx);
  return messages.filter((each) => {
    const found = whereAndWho(world, each) !== undefined;
    // By itself it is heard: whoever was faster is known by then. What became of a group that nobody knows is nobody's word.
    if (!found && each.kind !== "room") throw new Error("somebody else was given this name at the same moment");
    return found;
  });
}

async function renewed(world: World, tx: Tx): Promise<void> {
  const [town] = await tx<{ revision: number }[]>`update town set revision = revision + 1 returning revision`;
  await world.refresh(tx, town?.revision ?? 0);
}

const speaker = (heard: Heard): Who => (heard.kind === "join" || heard.kind === "leave" ? heard.who : heard.from);

type Stranger = { channel: string; external_id: string; name: string; remark: string | null; reachable: boolean; home: boolean };

/** A stranger's account becomes a newcomer, whom the bot asks once who they are. */
async function newPeople(world: World, tx: Tx, messages: readonly Heard[], now: number): Promise<boolean> {
  const directory = world.directory();
  const strangers = new Map<string, Stranger>();
  for (const heard of messages)
    for (const who of [heard.from, speaker(heard)]) {
      const home = heard.channel === world.home;
      if (directory.account(heard.channel, "user", who.id) || (home && directory.named(who.id))) continue;
      const name = (who.name || who.id).slice(0, MAX_NAME) || "新朋友";
      const direct = heard.where.kind === "direct";
      const remark = who.remark?.slice(0, MAX_NAME) || null;
      strangers.set(`${heard.channel}|${who.id}`, { channel: heard.channel, external_id: who.id, name, remark, reachable: home || direct, home });
    }
  if (!strangers.size) return false;
  await tx`
    with given as (
      select *, case when home then name when exists (select 1 from person p where p.name = r.name) or count(*) over (partition by r.name) > 1
        then r.name || '（' || r.channel || ' ' || r.external_id || '）' else r.name end as own_name
      from json_to_recordset(${JSON.stringify([...strangers.values()])}::text::json)
        as r(channel text, external_id text, name text, remark text, reachable boolean, home boolean)
    ), made as (
      insert into person (name, display, state) select own_name, name, 'newcomer' from given order by 1
      on conflict (name) do update set display = excluded.display where excluded.name <> excluded.display returning id, name
    ), placed as (
      insert into room (kind, name, person_id) select 'direct', name, id from made on conflict (person_id) do nothing
    )
    insert into account (channel, kind, external_id, person_id, reachable, last_heard_at, remark)
    select g.channel, 'user', g.external_id, m.id, g.reachable, ${now}::timestamptz, g.remark from given g join made m on m.name = g.own_name
    on conflict do nothing`;
  return true;
}

/** Whoever opened the direct chat can be reached from now on: what could not be delivered is said now. */
async function reached(world: World, tx: Tx, messages: readonly Heard[]): Promise<boolean> {
  const opened = messages.flatMap((heard) => {
    const account = world.directory().account(heard.channel, "user", heard.from.id);
    const opens = heard.where.kind === "direct" && !(heard.kind === "room" && heard.change === "removed");
    return opens && account && !account.reachable ? [{ channel: heard.channel, external_id: heard.from.id, person: account.person_id }] : [];
  });
  if (!opened.length) return false;
  await tx`
    with back as (
      update account a set reachable = true from json_to_recordset(${JSON.stringify(opened)}::text::json) as r(channel text, external_id text)
      where a.channel = r.channel and a.kind = 'user' and a.external_id = r.external_id returning a.person_id)
    update line l set state = 'queued', attempts = 0 from room o join back b on b.person_id = o.person_id
    where l.room_id = o.id and o.kind = 'direct' and l.state = 'failed'`;
  await reachRosters(
    tx,
    opened.flatMap((each) => each.person ?? []),
  );
  return true;
}

/** An account that was taken to be replaced speaks again: what is said to its person is said there. */
async function revived(world: World, tx: Tx, messages: readonly Heard[], now: number): Promise<boolean> {
  const speaking = messages.flatMap((heard) => world.directory().account(heard.channel, "user", heard.from.id) ?? []);
  const back = speaking.filter((each) => each.replaced_at !== null).map((each) => each.id);
  if (back.length) await tx`update account set replaced_at = null, last_heard_at = ${now}::timestamptz where id = any(${back}::bigint[])`;
  return back.length > 0;
}

/** The bot's own login calls somebody otherwise than before. */
async function remarked(world: World, tx: Tx, messages: readonly Heard[]): Promise<boolean> {
  const given = messages.flatMap(({ channel, from }) => {
    const account = world.directory().account(channel, "user", from.id);
    const remark = from.remark?.slice(0, MAX_NAME);
    return account && remark && account.remark !== remark ? [{ id: account.id, remark }] : [];
  });
  if (given.length)
    await tx`
      update account a set remark = r.remark from json_to_recordset(${JSON.stringify(given)}::text::json) as r(id bigint, remark text) where a.id = r.id`;
  return given.length > 0;
}

/** A group nobody has named yet. */
async function newRooms(world: World, tx: Tx, messages: readonly Heard[]): Promise<boolean> {
  const directory = world.directory();
  const unknown = new Map<string, { channel: string; external_id: string; name: string; home: boolean }>();
  for (const heard of messages) {
    const { kind, id, name } = heard.where;
    const home = heard.channel === world.home;
    // What became of a group we know nothing of makes it no acquaintance.
    if (heard.kind === "room" && heard.change !== "added") continue;
    if (kind === "direct" || directory.account(heard.channel, "chat", id) || (home && directory.group(id))) continue;
    unknown.set(`${heard.channel}|${id}`, { channel: heard.channel, external_id: id, name: (name || id).slice(0, MAX_NAME), home });
  }
  if (!unknown.size) return false;
  await tx`
    with given as (
      select *, case when home or not (count(*) over (partition by r.name) > 1 or exists (select 1 from room o where o.kind = 'group' and o.name = r.name))
        then name else name || '（' || channel || ' ' || external_id || '）' end as own_name
      from json_to_recordset(${JSON.stringify([...unknown.values()])}::text::json) as r(channel text, external_id text, name text, home boolean)
    ), made as (
      insert into room (kind, name, state) select 'group', own_name, 'unknown' from given order by 1 on conflict do nothing returning id, name
    )
    insert into account (channel, kind, external_id, room_id)
    select g.channel, 'chat', g.external_id, m.id from given g join made m on m.name = g.own_name where not g.home on conflict do nothing`;
  return true;
}

/** Whoever speaks in a group is in it; joins and leaves are kept with their time. */
async function members(world: World, tx: Tx, messages: readonly Heard[], now: number): Promise<boolean> {
  const directory = world.directory();
  const joined: { room: number; person: number }[] = [];
  const left: { room: number; person: number }[] = [];
  for (const heard of messages) {
    if (heard.where.kind === "direct") continue;
    const found = whereAndWho(world, { ...heard, from: speaker(heard) });
    if (!found) continue;
    const inside = directory.isMember(found.room.id, found.who.id);
    if (heard.kind === "leave" && inside) left.push({ room: found.room.id, person: found.who.id });
    if (heard.kind !== "leave" && !inside) joined.push({ room: found.room.id, person: found.who.id });
  }
  if (joined.length)
    await tx`
      insert into membership (room_id, person_id, joined_at)
      select distinct room, person, ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(joined)}::text::json) as r(room bigint, person bigint) order by 1, 2
      on conflict (room_id, person_id) do update set left_at = null, joined_at = excluded.joined_at`;
  if (left.length)
    await tx`
      update membership m set left_at = ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(left)}::text::json) as r(room bigint, person bigint)
      where m.room_id = r.room and m.person_id = r.person`;
  await returnToRosters(tx, joined);
  await leaveRosters(tx, left);
  return joined.length + left.length > 0;
}
