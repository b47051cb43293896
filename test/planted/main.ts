import { scratchServer } from "../../src/db/scratch.ts";
import { copyCheckout } from "./copy.ts";
import { openMatterWithoutDue } from "./database.ts";
import { plants } from "./plants.ts";

/* Plants one violation after the other in a copy of the checkout and looks whether its guard speaks up. A guard that
   says the same without it has caught nothing. */

let [passed, failed] = [0, 0];
const tell = (what: string, guard: string, caught: boolean, detail = ""): void => {
  if (caught) passed += 1;
  else failed += 1;
  process.stdout.write(`${caught ? "caught" : "MISSED"}  ${guard.padEnd(9)} ${what}${caught ? "" : `\n${detail.replaceAll(/^/gmu, "        ")}`}\n`);
};

const copy = await copyCheckout();
try {
  const quiet = new Map([...new Set(plants.map((each) => each.run))].map((run) => [run, run(copy)]));
  for (const { what, guard, path, change, says, run } of plants) {
    const before = quiet.get(run);
    const { status, output } = await copy.with(path, change, () => run(copy));
    tell(what, guard, status === 1 && says.test(output) && !says.test(before?.output ?? ""), output.slice(-2000));
  }
} finally {
  await copy.remove();
}

const server = await scratchServer(process.env["TEST_DATABASE_URL"]);
try {
  for (const [what, found] of await openMatterWithoutDue(server)) tell(what, "database", found === "matter_open_is_due", String(found));
} finally {
  await server.close();
}

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed ? 1 : 0;
