import { rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

/** The way from the program to its database: it can be cut, and made slow. */
export type Gate = {
  /** The address of the database behind it. */
  url(database: string, user: string): string;
  /** Where it leads to. */
  to: string;
  /** Nobody comes through, and whoever was under way is thrown out. */
  cut(): void;
  open(): void;
  /** Every answer takes so much longer. */
  delayMs: number;
  close(): Promise<void>;
};

export async function buildGate(socket: string): Promise<Gate> {
  const folder = await mkdtemp(join(tmpdir(), "lxg-"));
  const under = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(join(gate.to, ".s.PGSQL.5432"));
    const end = (): void => (near.destroy(), far.destroy(), void under.delete(near));
    under.add(near);
    for (const side of [near, far]) side.on("error", end).on("close", end);
    near.pipe(far);
    void (async () => {
      for await (const part of far) {
        if (gate.delayMs) await pause(gate.delayMs);
        if (!near.write(part as Buffer)) await new Promise((resolve) => near.once("drain", resolve).once("close", resolve));
      }
    })().catch(end);
  });
  const gate: Gate = {
    url: (database, user) => `postgres://${user}@localhost/${database}?host=${encodeURIComponent(folder)}`,
    to: socket,
    cut() {
      isCut = true;
      for (const near of under) near.destroy();
    },
    open: () => void (isCut = false),
    delayMs: 0,
    async close() {
      gate.cut();
      await new Promise((closed) => server.close(closed));
      await rm(folder, { recursive: true, force: true });
    },
  };
  await new Promise<void>((listening) => server.listen(join(folder, ".s.PGSQL.5432"), listening));
  return gate;
}
