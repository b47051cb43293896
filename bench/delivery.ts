import { connect, type Sql } from "../src/db/connect.ts";
import { type Child, startChild } from "./child.ts";
import type { Shown } from "./deliverer.ts";
import { figure, median, type Result, ROUNDS } from "./measure.ts";
import { openTown } from "./town-server.ts";

const ROOMS = 1000;
const A_ROOM = 10;
const PROCESSES = [1, 2] as const;

/** Lines through pg-boss to a far end that answers at once: ten answers in each of a thousand rooms, each a bubble of its
 *  own, claimed, handed over, marked, on a durable server. What was shown in a room must be what was to be said there, in
 *  that order, whichever process showed it. */
export async function delivery(): Promise<Result[]> {
  const { socket, fresh, close } = await openTown(ROOMS);
  try {
    const rates: number[][] = [];
    for (const count of PROCESSES) rates.push(await measured(socket, await fresh(`delivery_${count}`), count));
    return PROCESSES.map((count, n) => {
      const mine = rates[n] ?? [];
      const growth = median(mine.map((each, round) => each / (rates[0]?.[round] ?? NaN)));
      const load = `${ROOMS} rooms × ${A_ROOM} lines a round, order per room verified`;
      return figure(`delivery-${count}`, "lines/s", mine, { load, ...(count > 1 ? { "against one process": `${growth.toFixed(2)} ×` } : {}) });
    });
  } finally {
    await close();
  }
}

async function measured(socket: string, database: string, count: number): Promise<number[]> {
  const sql = connect({ socket, database }, { max: 1 });
  const children: Child[] = [];
  try {
    for (let n = 0; n < count; n += 1) children.push(await startChild("deliverer.ts", [socket, database]));
    const rates: number[] = [];
    // The first round opens connections and prepares statements; nobody counts it.
    for (let round = 0; round <= ROUNDS; round += 1) {
      await write(sql, round);
      const began = performance.now();
      const shown = (await Promise.all(children.map((child) => child.do<Shown[]>({})))).flat();
      const took = performance.now() - began;
      checkOrder(shown, round);
      if (round) rates.push((shown.length / took) * 1000);
    }
    return rates;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await sql.end();
  }
}

/** Answers of different turns are different bubbles. */
async function write(sql: Sql, round: number): Promise<void> {
  await sql`
    insert into line (room_id, turn_id, class, repeatable, text, not_before, made_at)
    select o.id, ${round * ROOMS * A_ROOM} + n * ${ROOMS} + o.nth, 'reply', true, ${`${round} `}::text || n, '2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z'
    from generate_series(0, ${A_ROOM - 1}) n, (select id, row_number() over (order by id) as nth from room where kind = 'direct' limit ${ROOMS}) o
    order by n, o.id`;
  await sql`analyze line`;
}

function checkOrder(shown: readonly Shown[], round: number): void {
  const rooms = Map.groupBy(
    shown.toSorted((a, b) => a.at - b.at),
    (each) => each.room,
  );
  if (rooms.size !== ROOMS) throw new Error(`lines were shown in ${rooms.size} of ${ROOMS} rooms`);
  const expected = Array.from({ length: A_ROOM }, (_, n) => `${round} ${n}`).join();
  for (const [room, list] of rooms) {
    const told = list.map((each) => each.text).join();
    if (told !== expected) throw new Error(`in ${room} was shown ${told}`);
  }
}
