import { connect } from "../src/db/connect.ts";
import { takeOrders } from "./orders.ts";
import { openProgram } from "./program.ts";
import { report } from "./reports.ts";

/* One of several processes of the program on one database: `process.ts SOCKET DATABASE`. It reports for those it is
   told to. */

export type Share = { people: number[] };
export type Shared = { turns: number; cpuMs: number };

const [socket = "", database = ""] = process.argv.slice(2);
const opened = await openProgram(connect({ socket, database }));

takeOrders<Share>(async ({ people }): Promise<Shared> => {
  const cpu = process.cpuUsage();
  const turns = await report(opened, people);
  const { user, system } = process.cpuUsage(cpu);
  return { turns, cpuMs: (user + system) / 1000 };
});
