import type { Heard } from "../channel/port.ts";
import { secretaryFor } from "../people/index.ts";
import { acquaint } from "./acquaint.ts";
import { startQueue } from "./due-queue.ts";
import { isMessage } from "./address.ts";
import { heardText, takeIds, unseen, whereAndWho } from "./load.ts";
import { type NewLine, placeOf, writeLines } from "./say.ts";
import type { World } from "./world.ts";

/** A message whose handling threw twice: kept, apologised for, and put in a person's queue. It holds nobody else up. */
export async function park(everybodys: World, heard: Heard, error: unknown): Promise<void> {
  const now = everybodys.now();
  await everybodys.begin(async (tx, world) => {
    const fresh = await unseen(tx, [heard], now);
    const known = await acquaint(world, tx, fresh, now);
    const found = known.length ? whereAndWho(world, heard) : undefined;
    if (!found) return;
    const { who, room, accountId } = found;
    const [ids] = await takeIds(tx, 1);
    const id = ids?.heard ?? 0;
    const directory = world.directory();
    const keeper = secretaryFor(directory, directory.organisation(directory.enterprise(who.id)?.parent_id ?? room.organisation_id));
    const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
    const text = heardText(heard);
    await tx`
      insert into heard (id, channel, key, kind, room_id, person_id, text, detail, said_at, heard_at, state, with_id, account_id) overriding system value
      values (${id}, ${heard.channel}, ${heard.key}, ${heard.kind}, ${room.id}, ${who.id}, ${text}, ${JSON.stringify({ why })}::text::jsonb,
        ${Math.min(heard.at, now)}::timestamptz, ${now}::timestamptz, 'parked', ${keeper?.id ?? null}, ${accountId})`;
    const line = { turn_id: null, matter_id: null, buttons: [] };
    const lines: NewLine[] = [];
    if (room.kind === "direct" || (isMessage(heard) && heard.mentionsMe))
      lines.push({
        ...line,
        room_id: room.id,
        person_id: who.id,
        class: "reply",
        not_before: now,
        text: "抱歉，这句我处理时出了错，已经记下并转给专人，不会丢。",
      });
    if (keeper)
      lines.push({
        ...line,
        room_id: placeOf(world, keeper.id).id,
        person_id: keeper.id,
        class: "task",
        not_before: world.calendar().quietEnd(now),
        text: `待处理 ${id}：${who.name}说“${text.slice(0, 200)}”，系统处理时出错，请您看一下。`,
      });
    await writeLines(tx, lines, now);
    await startQueue(world, tx, [id], now);
  });
}
