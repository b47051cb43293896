import { randomUUID } from "node:crypto";
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
export type Live = {
  /** Names the present state: a page that shows it and hears of no change since is up to date. */
  version(): string;
  stream(c: Context): Response;
};

export function createLive(changed: WebOptions["changed"]): Live {
  // A program started again counts from the beginning: its versions are others.
  const start = randomUUID();
  const pages = new Set<() => void>();
  let count = 0;
  const version = (): string => `${start}.${count}`;
  changed.subscribe(() => {
    count += 1;
    for (const wake of pages) wake();
  });
  return {
    version,
    stream: (c) => {
      if (pages.size >= MAX_PAGES) throw new Refusal(503, "too-many", "打开的页面太多了。");
      // What a page has seen: at its connection what it was made from, connecting again what it was told last.
      let seen = c.req.header("last-event-id") ?? c.req.query("seen") ?? version();
      c.header("X-Accel-Buffering", "no");
      return streamSSE(c, async (stream) => {
        let ring = (): void => {};
        const wake = (): void => ring();
        pages.add(wake);
        stream.onAbort(wake);
        try {
          await stream.writeSSE({ event: "open", data: "", id: seen });
          while (!stream.aborted && !stream.closed) {
            if (seen === version()) await new Promise<void>((resolve) => (ring = alarm(KEEP_ALIVE_MS, resolve)));
            if (seen === version()) await stream.write(": \n\n");
            else {
              await stream.sleep(GATHER_MS);
              seen = version();
              await stream.writeSSE({ event: "changed", data: "", id: seen });
            }
          }
        } finally {
          pages.delete(wake);
        }
      });
    },
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
