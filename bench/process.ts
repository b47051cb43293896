import { connect } from "../src/db/connect.ts";
import { openProgram } from "./program.ts";
import { report } from "./reports.ts";

/* One of several processes of the program on one database: `process.ts SOCKET DATABASE`. It reports for those it is
   told to. */

export type Share = { people: number[] };
export type Shared = { turns: number; cpuMs: number };

const [socket = "", database = ""] = process.argv.slice(2);
const opened = await openProgram(connect({ socket, database }));

process.on("message", ({ people }: Share) => {
  const cpu = process.cpuUsage();
  report(opened, people).then(
    (turns) => {
      const { user, system } = process.cpuUsage(cpu);
      process.send?.({ answer: { turns, cpuMs: (user + system) / 1000 } satisfies Shared });
    },
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ answer: "ready" });
