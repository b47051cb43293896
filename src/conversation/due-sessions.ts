import type { Tx } from "../db/connect.ts";
import { type Effect, type Session } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";
import { carriedSessions } from "./carried.ts";
import { startQueue } from "./due-queue.ts";
import { runFlow } from "./run-flow.ts";
import { type NewLine, placeOf, writeLines } from "./say.ts";
import { keeperOf } from "./write.ts";
import type { World } from "./world.ts";

const MOST = 200;

type Due = { id: number; person_id: number; room_id: number; sessions: Session[]; due: string };

/** Sessions nobody answered: reminded once, then dropped — and what was begun is handed to a person. */
export async function fallDueSessions(world: World, now: number): Promise<number> {
  const count = await world.sql.begin(async (tx) => {
    const due = await tx<Due[]>`
      select id, person_id, room_id, sessions, due from conversation where due_at <= ${now}::timestamptz
      order by due_at, id limit ${MOST} for update skip locked`;
    if (!due.length) return 0;
    world.crash("sessions claimed");
    const lines = due.flatMap((each) => linesFor(world, each, now));
    const dropAt = new Date(now + (world.limits().session_drop.count - world.limits().session_remind.count) * 60_000).toISOString();
    await tx`
      update conversation c set due = case when r.due = 'remind' then 'drop' end, due_at = case when r.due = 'remind' then ${dropAt}::timestamptz end,
        sessions = case when r.due = 'remind' then c.sessions else '[]' end
      from json_to_recordset(${JSON.stringify(due.map(({ id, due: what }) => ({ id, due: what })))}::text::json) as r(id bigint, due text)
      where c.id = r.id`;
    const dropped = due.filter((each) => each.due === "drop" && begun(each));
    if (dropped.length) await handOver(world, tx, dropped, now);
    await writeLines(tx, lines, now);
    world.crash("sessions written");
    return due.length;
  });
  if (count) world.crash("sessions committed");
  return count;
}

/** Words said in the session that would be lost with it. */
const begun = (due: Due): string => {
  const answers = due.sessions[0]?.answers ?? {};
  return String(answers["detail"] ?? answers["text"] ?? "");
};

function turnFor(world: World, due: Due, now: number): Turn {
  const directory = world.directory();
  const room = directory.rooms.get(due.room_id);
  if (!room) throw new Error(`no room ${due.room_id}`);
  return {
    who: directory.person(due.person_id),
    room,
    text: "",
    saidAt: now,
    now,
    directory,
    calendar: world.calendar(),
    limits: world.limits(),
    media: [],
    about: undefined,
    account: undefined,
    notice: undefined,
    because: [],
  };
}

function linesFor(world: World, due: Due, now: number): NewLine[] {
  const turn = turnFor(world, due, now);
  const [session] = carriedSessions(world, due.sessions.slice(0, 1));
  const flow = session && world.flows.get(session.flow);
  const at = turn.calendar.quietEnd(now);
  const line = { room_id: due.room_id, person_id: due.person_id, turn_id: null, matter_id: null, class: "due" as const, buttons: [], not_before: at };
  if (due.due === "remind") {
    const asked = session && flow ? runFlow(world, turn, flow, session, { type: "again" }, {}) : undefined;
    const prompt =
      asked && !asked.needs
        ? asked.effects.flatMap((each: Effect) => (each.effect === "say" && typeof each.text === "string" ? [each.text] : [])).join("\n")
        : "";
    return [{ ...line, text: `${turn.who.display}您好，刚才的事还差一步：${prompt || "请接着说"}（不办了请回复“取消”）` }];
  }
  const words = begun(due);
  const keeper = keeperOf(turn);
  // In a group several people may be spoken to at once: each is named.
  const to = turn.room.kind === "group" ? `${turn.who.display}，` : "";
  if (!words || !keeper) return [{ ...line, text: `${to}刚才的对话先放下了，需要时再找我。` }];
  return [
    { ...line, text: `${to}刚才的事还没说完，我先放下，已请${keeper.name}看一眼，不会丢。` },
    {
      ...line,
      room_id: placeOf(world, keeper.id).id,
      person_id: keeper.id,
      class: "task",
      text: `待处理：${turn.who.name}说了一半没有说完：“${words.slice(0, 200)}”，请您联系一下。`,
    },
  ];
}

async function handOver(world: World, tx: Tx, dropped: readonly Due[], now: number): Promise<void> {
  const rows = dropped.map((each) => ({ person: each.person_id, room: each.room_id, keeper: keeperOf(turnFor(world, each, 0))?.id ?? null }));
  const waiting = await tx<{ id: number }[]>`
    update heard h set state = 'waiting', with_id = r.keeper
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(person bigint, room bigint, keeper bigint)
    where h.id = (select max(id) from heard x where x.person_id = r.person and x.room_id = r.room and x.state = 'done' and x.kind = 'message')
    returning h.id`;
  await startQueue(
    world,
    tx,
    waiting.map((each) => each.id),
    now,
  );
}
