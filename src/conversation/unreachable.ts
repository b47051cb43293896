import type { Channel } from "../channel/port.ts";
import { missRosters } from "../notice/index.ts";
import { type Room, secretaryFor } from "../people/index.ts";
import { type NewLine, placeOf, writeLines } from "./say.ts";
import type { World } from "./world.ts";

/** Somebody or some room could not be reached: listed, said to the secretary once, and a link is offered where there is one. */
export async function unreachable(world: World, channel: Channel | undefined, room: Room, why: string): Promise<void> {
  const now = world.now();
  const directory = world.directory();
  const enterprise = room.person_id === null ? undefined : directory.enterprise(room.person_id);
  const keeper = secretaryFor(directory, directory.organisation(enterprise?.parent_id ?? room.organisation_id));
  await world.sql.begin(async (tx) => {
    await missRosters(tx, room.id, why);
    const marked = channel
      ? await tx`
          update account set reachable = false
          where channel = ${channel.id} and reachable and (person_id = ${room.person_id} or room_id = ${room.kind === "group" ? room.id : null}) returning id`
      : await tx`select room_id from line where room_id = ${room.id} and state = 'failed' group by room_id having count(*) = 1`;
    if (!marked.length) return;
    await tx`update town set revision = revision + 1`;
    if (!keeper || keeper.id === room.person_id) return;
    const link = channel?.directLink?.();
    const who = room.kind === "group" ? `“${room.name}”群` : room.name;
    const line: NewLine = {
      room_id: placeOf(world, keeper.id).id,
      person_id: keeper.id,
      turn_id: null,
      matter_id: null,
      class: "task",
      buttons: [],
      not_before: world.calendar().quietEnd(now),
      text: `消息没能送达${who}（${why}）。${link && room.kind === "direct" ? `请转告对方先点开 ${link} 和我说句话。` : "请您用别的方式联系。"}`,
    };
    await writeLines(tx, [line], now);
  });
}
