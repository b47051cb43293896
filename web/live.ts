import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { WebOptions } from "./options.ts";
import { Refusal } from "./refusal.ts";

/** Open pages that are told of changes; one more is refused and reads again only when asked. */
const MAX_PAGES = 200;
/** Changes within this time are told as one. */
const GATHER_MS = 120;
/** Proxies close what is silent for longer. */
const KEEP_ALIVE_MS = 25_000;

/** Tells open pages that something was heard, said or changed. Only that: each page then reads what it shows. */
export function createLive(changed: WebOptions["changed"]): (c: Context) => Response {
  let pages = 0;
  let count = 0;
  return (c) => {
    if (pages >= MAX_PAGES) throw new Refusal(503, "too-many", "打开的页面太多了。");
    pages += 1;
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      let wake = (): void => {};
      let news = c.req.header("last-event-id") !== undefined;
      const leave = changed.subscribe(() => {
        news = true;
        wake();
      });
      stream.onAbort(() => wake());
      try {
        // Its id comes back when the page connects again: then something may have been missed.
        await stream.writeSSE({ event: "open", data: "", id: String((count += 1)) });
        while (!stream.aborted && !stream.closed) {
          if (!news) await new Promise<void>((resolve) => (wake = alarm(KEEP_ALIVE_MS, resolve)));
          if (!news) await stream.write(": \n\n");
          else {
            await stream.sleep(GATHER_MS);
            news = false;
            await stream.writeSSE({ event: "changed", data: "", id: String((count += 1)) });
          }
        }
      } finally {
        pages -= 1;
        leave();
      }
    });
  };
}

/** Rings once: when called, or after that time. */
function alarm(ms: number, ring: () => void): () => void {
  const timer = setTimeout(ring, ms);
  return () => {
    clearTimeout(timer);
    ring();
  };
}
