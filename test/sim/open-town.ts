import { rewind, setAside } from "../../src/db/rewind.ts";
import type { Scratch } from "../../src/db/scratch.ts";
import { createVault } from "../../src/db/seal.ts";
import { importTown } from "../../src/people/import.ts";
import { readTown } from "../../src/people/town-file.ts";
import { type Bots, SECRET } from "./machine.ts";
import { oneByOne } from "./one-by-one.ts";
import { type Options, type Outcome, Simulation } from "./simulation.ts";
import { townOf } from "./town.ts";

/** A town in a scratch database, which lives one simulation after the other, each from the beginning. */
export type Town = { live(options: Options): Promise<Outcome> };

export async function openTown(server: Scratch, bots: Bots, scale: number): Promise<Town> {
  const town = townOf(scale);
  const template = await server.template(`simulated town ${scale}`, async (sql) => {
    const read = readTown(town.file);
    if (!read.ok) throw new Error(`the town of the simulation is none: ${read.field}: ${read.say}`);
    await importTown(sql, read.town, { now: 0, vault: createVault(SECRET), readers: bots.work.towns });
    await setAside(sql);
  });
  const database = await server.database(template, { max: 1 });
  const [sql, other] = [oneByOne(database.sql), oneByOne(database.connect({ max: 1 }))];
  let lived = false;
  return {
    live: async (options) => {
      if (lived) await rewind(database.sql);
      lived = true;
      return new Simulation({ sql, other, bots, town, options }).run();
    },
  };
}
