import type { Channel } from "../port.ts";
import { capabilities, sendLine } from "./send.ts";

export { type Said, translate } from "./receive.ts";

/** The program's own chat. It needs no connection: the page reads `heard` and `line`, so a line that is written and marked
 *  as sent is a line that is shown, once, however often it was sent. */
export function createWebChat(): Channel {
  let running = false;
  return {
    id: "web",
    capabilities,
    async start(ears, only) {
      running = true;
      if (!only) ears.state("up");
    },
    send: async (line) => (running ? sendLine(line) : { ok: false, kind: "temporary", message: "the web chat is not running" }),
    async stop() {
      running = false;
    },
  };
}
