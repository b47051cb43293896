import { createBots } from "../src/bots.ts";
import { createWebChat } from "../src/channel/web/index.ts";
import { connect } from "../src/db/connect.ts";
import { createVault } from "../src/db/seal.ts";
import { createProgram } from "../src/program.ts";
import { fallDueOccasions } from "../src/schedule/fall-due.ts";
import { tick } from "../src/schedule/index.ts";

/* One of the processes of `mornings`: the program as it runs, told when to begin. `open NOW` takes every window that is due
   at that moment, `tick NOW` ticks a few times with nothing due; each answers with milliseconds and a count. */

const [socket = "", database = ""] = process.argv.slice(2);
const TICKS = 20;
let now = 0;
const sql = connect({ socket, database }, { max: 4 });
const { world } = await createProgram({
  sql,
  now: () => now,
  ...createBots(),
  vault: createVault("bench"),
  channels: [createWebChat()],
  home: "web",
  window: (run) => void setTimeout(run, 0),
  pace: () => Promise.resolve(),
});

process.on("message", (message: { do: "open" | "tick" | "end"; now: number }) => void answer(message));
process.send?.({ ms: 0, count: 0 });

async function answer(message: { do: "open" | "tick" | "end"; now: number }): Promise<void> {
  now = message.now;
  if (message.do === "end") {
    await sql.end();
    process.disconnect();
    return;
  }
  const began = performance.now();
  let count = 0;
  if (message.do === "open") for (let done = 1; done; count += done) done = await fallDueOccasions(world, now);
  else for (let n = 0; n < TICKS; n += 1) count += await tick(world, now);
  process.send?.({ ms: (performance.now() - began) / (message.do === "open" ? 1 : TICKS), count });
}
