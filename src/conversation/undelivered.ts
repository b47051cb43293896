import type { Channel } from "../channel/port.ts";
import type { Query, Tx } from "../db/connect.ts";
import { missRosters } from "../notice/index.ts";
import { type Room, secretaryFor } from "../people/index.ts";
import { placeOf, writeLines } from "./say.ts";
import type { World } from "./world.ts";

/** What did not arrive, or may not have. */
type Undelivered = { room: Room; channel: Channel | undefined; text: string; state: "failed" | "unknown"; why: string };

/** Puts away what was not delivered and tells the secretary in the same transaction: who cannot be reached, once; what may
 *  not have been shown, each time. */
export async function undelivered(world: World, what: Undelivered, put: (tx: Query) => Promise<void>): Promise<void> {
  const now = world.now();
  const { room } = what;
  const directory = world.directory();
  const enterprise = room.person_id === null ? undefined : directory.enterprise(room.person_id);
  const keeper = secretaryFor(directory, directory.organisation(enterprise?.parent_id ?? room.organisation_id));
  await world.sql.begin(async (tx) => {
    await put(tx);
    if (what.state === "failed") await missRosters(tx, room.id, what.why);
    const text = what.state === "unknown" ? doubtful(what) : (await isNew(tx, what)) && unreachable(what);
    if (!text || !keeper || keeper.id === room.person_id) return;
    const line = { turn_id: null, matter_id: null, class: "task" as const, buttons: [], not_before: world.calendar().quietEnd(now) };
    await writeLines(tx, [{ ...line, room_id: placeOf(world, keeper.id).id, person_id: keeper.id, text }], now);
  });
}

/** The first time that this person or room could not be reached. */
async function isNew(tx: Tx, { room, channel }: Undelivered): Promise<boolean> {
  const marked = channel
    ? await tx`
        update account set reachable = false
        where channel = ${channel.id} and reachable and (person_id = ${room.person_id} or room_id = ${room.kind === "group" ? room.id : null}) returning id`
    : await tx`
        select 1 from (select bubble_id from line where room_id = ${room.id} and state = 'failed' limit 1) f
        where not exists (select 1 from line where room_id = ${room.id} and state = 'failed' and bubble_id is distinct from f.bubble_id)`;
  if (marked.length) await tx`update town set revision = revision + 1`;
  return marked.length > 0;
}

const nameOf = (room: Room): string => (room.kind === "group" ? `“${room.name}”群` : room.name);

function unreachable({ room, channel, why }: Undelivered): string {
  const link = room.kind === "direct" ? channel?.directLink?.() : undefined;
  return `消息没能送达${nameOf(room)}（${why}）。${link ? `请转告对方先点开 ${link} 和我说句话。` : "请您用别的方式联系。"}`;
}

const doubtful = ({ room, text }: Undelivered): string => `有一条消息不知是否送达${nameOf(room)}，请您看一眼，没有的话请补发：“${text.slice(0, 200)}”`;
