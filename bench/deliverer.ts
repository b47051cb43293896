import { connect } from "../src/db/connect.ts";
import type { Outgoing } from "../src/channel/port.ts";
import { SharedRooms } from "../src/process/rooms.ts";
import { takeOrders } from "./orders.ts";
import { openProgram } from "./program.ts";

/* One of several processes that carry lines out of one database: `deliverer.ts SOCKET DATABASE`. Told to, it carries until
   nothing is due, and answers what its far end was shown, in order, and when. */

export type Shown = { room: string; text: string; at: number };

const [socket = "", database = ""] = process.argv.slice(2);
const sql = connect({ socket, database });
const shown: Shown[] = [];
const rooms = await SharedRooms.open(sql, (doing) => doing());
const { program } = await openProgram(sql, [], {
  rooms,
  send: (line: Outgoing) => void shown.push({ room: line.to.id, text: line.text, at: performance.timeOrigin + performance.now() }),
});

takeOrders(async () => {
  await program.drain();
  return shown.splice(0);
});
