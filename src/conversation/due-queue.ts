import type { Tx } from "../db/connect.ts";
import { after } from "../matter/index.ts";
import { type Directory, type Person, present, secretaryFor } from "../people/index.ts";
import { type NewLine, placeOf, writeLines } from "./say.ts";
import type { World } from "./world.ts";

const MOST = 200;
/** Reminded, passed up, and from then on looked at again after this many working days. */
const AGAIN_DAYS = 5;

/** From now on somebody has these messages in their queue: its clock runs. */
export async function startQueue(world: World, tx: Tx, heard: readonly number[], now: number): Promise<void> {
  if (!heard.length) return;
  const due = after(now, world.limits().queue, { calendar: world.calendar() });
  await tx`
    insert into queue_clock (heard_id, due_at) select id, ${due}::timestamptz from unnest(${[...heard]}::bigint[]) id on conflict do nothing`;
}

type Due = {
  heard_id: number;
  rung: number;
  /** Null when it is no longer in anybody's queue. */
  with_id: number | null;
  waits: boolean;
  person_id: number;
  room_id: number;
  text: string | null;
  media: { kind: string; name: string }[];
  said_at: number;
};

/** What lies in a person's queue too long: they are reminded, then the next one has it, and who said it is told. */
export async function fallDueQueue(world: World, now: number): Promise<number> {
  return world.sql.begin(async (tx) => {
    const due = await tx<Due[]>`
      select q.heard_id, q.rung, h.with_id, h.state in ('waiting', 'parked') as waits, h.person_id, h.room_id, h.text, h.media, h.said_at
      from queue_clock q join heard h on h.id = q.heard_id where q.due_at <= ${now}::timestamptz
      order by q.due_at, q.heard_id limit ${MOST} for update of q skip locked`;
    if (!due.length) return 0;
    const steps = due.map((one) => (one.waits ? stepOf(world, one, now) : { one, lines: [], next: undefined }));
    const kept = steps.flatMap(({ one, next, to }) =>
      next === undefined ? [] : [{ heard: one.heard_id, rung: one.rung + 1, due: new Date(next).toISOString(), to: to?.id ?? one.with_id }],
    );
    await tx`delete from queue_clock where heard_id = any(${due.map((each) => each.heard_id)}::bigint[]) and heard_id <> all(${kept.map((each) => each.heard)}::bigint[])`;
    await tx`
      with r as (select * from json_to_recordset(${JSON.stringify(kept)}::text::json) as r(heard bigint, rung int, due timestamptz, "to" bigint)),
      passed as (update heard h set with_id = r."to" from r where h.id = r.heard and h.with_id is distinct from r."to")
      update queue_clock q set rung = r.rung, due_at = r.due from r where q.heard_id = r.heard`;
    await writeLines(
      tx,
      steps.flatMap((each) => each.lines),
      now,
    );
    return due.length;
  });
}

type Step = { one: Due; lines: NewLine[]; next: number | undefined; to?: Person | undefined };

function stepOf(world: World, one: Due, now: number): Step {
  const directory = world.directory();
  const calendar = world.calendar();
  const keeper = one.with_id === null ? undefined : directory.people.get(one.with_id);
  const next = one.rung ? calendar.addWorkingDays(now, AGAIN_DAYS) : after(now, world.limits().queue, { calendar });
  const to = one.rung === 1 ? nextFor(directory, one, now) : undefined;
  const who = to ?? keeper;
  if (!who) return { one, lines: [], next };
  const [speaker, said] = [directory.person(one.person_id), wordsOf(one)];
  const line = { turn_id: null, matter_id: null, class: "due" as const, buttons: [], not_before: calendar.quietEnd(now) };
  const tells = (person: number, text: string): NewLine => ({ ...line, room_id: placeOf(world, person).id, person_id: person, text });
  const about = `待处理 ${one.heard_id}：${speaker.name}${calendar.print(one.said_at)}${said}`;
  const how = `请回复“答复 ${one.heard_id} …”。`;
  const lines = to
    ? [
        tells(to.id, `${about}，${keeper?.name ?? "还没有人"}没有答复，转到您这里，${how}`),
        ...(keeper ? [tells(keeper.id, `待处理 ${one.heard_id}（${speaker.name}）已转到${to.name}处理。`)] : []),
        tells(speaker.id, `${speaker.display}您好，您${calendar.print(one.said_at)}${said}，还没来得及答复，已请${to.name}处理，不会丢。`),
      ]
    : [tells(who.id, `${about}，还没有答复，${how}`)];
  return { one, lines, next, to };
}

const MEDIA: Record<string, string> = { voice: "发来一段语音", picture: "发来一张照片", file: "发来一个文件" };
const wordsOf = ({ text, media }: Due): string => (text ? `说“${text.slice(0, 60)}”` : (MEDIA[media[0]?.kind ?? ""] ?? "发来的消息"));

/** Who is asked next: another secretary of the town, the chain's secretary, its leader; nobody who spoke or had it, nor whoever is away. */
function nextFor(directory: Directory, one: Due, now: number): Person | undefined {
  const chain = directory.organisation(directory.enterprise(one.person_id)?.parent_id ?? directory.rooms.get(one.room_id)?.organisation_id);
  const usual = secretaryFor(directory, chain);
  const wanted = [
    ...(usual ? [usual] : []),
    ...directory.townPeople("secretary"),
    ...(chain ? [...directory.holding(chain.id, "secretary"), ...directory.holding(chain.id, "leader")] : []),
  ];
  return wanted
    .flatMap((each) => present(directory, each, now) ?? [])
    .find((each) => each.id !== one.with_id && each.id !== one.person_id && each.state !== "stopped");
}
