import { parseArgs } from "node:util";
import { scratchServer } from "../../src/db/scratch.ts";
import { copyCheckout } from "../planted/copy.ts";
import { type Plant, plants } from "./plants.ts";
import { morningPlants } from "./plants-mornings.ts";

/* Plants one bug after the other in a copy of the checkout, and looks whether the simulation finds it. Without a bug the
   same run must find nothing. */

const USUAL = ["--seeds", "1..4", "--days", "14", "--scale", "0.1"];
const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = [...plants, ...morningPlants].filter((each) => values.only === undefined || values.only.split(",").includes(each.name));
// One server for all of them: to start one takes longer than many a run.
const server = await scratchServer(process.env["TEST_DATABASE_URL"]);
process.env["TEST_DATABASE_URL"] = server.url;
const copy = await copyCheckout();
const live = (plant?: Plant) => copy.node("--import", "./bin/node24.js", "test/sim/main.ts", ...(plant?.with ?? USUAL), "--no-shrink");

let missed = 0;
const tell = (found: boolean, name: string, began: number, detail: string): void => {
  if (!found) missed += 1;
  process.stdout.write(`${found ? "found " : "MISSED"}  ${name.padEnd(36)} ${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${detail}\n`);
};

try {
  const runs = new Map(chosen.map((each) => [(each.with ?? USUAL).join(" "), each]));
  for (const [how, plant] of runs) {
    const began = Date.now();
    const { status, output } = live(plant);
    tell(status === 0, "(nothing planted)", began, status === 0 ? how : output.slice(-1500));
  }
  for (const plant of chosen) {
    const began = Date.now();
    const { status, output } = await copy.with(
      plant.path,
      (text) => text?.replace(plant.from, () => plant.to) ?? "",
      () => live(plant),
    );
    const found = status === 1 && plant.finds.test(output);
    tell(found, plant.name, began, found ? (/VIOLATED {2}(.{0,110})/u.exec(output)?.[1] ?? "") : output.slice(-600));
  }
} finally {
  await copy.remove();
  await server.close();
}
process.stdout.write(`${chosen.length} planted, ${missed} not as it should be\n`);
process.exitCode = missed ? 1 : 0;
