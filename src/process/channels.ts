import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Channel, Ears, Heard } from "../channel/port.ts";
import type { Sql } from "../db/connect.ts";
import { channelsLost, channelsSeen, channelTurned } from "../delivery/index.ts";
import type { Health } from "./health.ts";
import { keepLease, type Lease } from "./lease.ts";
import { type Log, withoutQuotes } from "./log.ts";

export type Channels = {
  /** Those on which this process listens, and since when they were last seen is written down. */
  seen(): Promise<void>;
  listening(): string[];
  /** Listens no more; what is to be said can still be said. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
};
type Parts = {
  sql: Sql;
  channels: readonly Channel[];
  hear(heard: Heard): Promise<void>;
  now(): number;
  /** No other process is on this database. */
  alone: boolean;
  listens: boolean;
  log: Log;
  health: Health;
};

/** Every channel speaks; where this process listens at all, it does on those whose lease it has. */
export async function startChannels(parts: Parts): Promise<Channels> {
  const leases = new Map<string, Lease>();
  for (const channel of parts.channels) {
    await channel.start(earsOf(parts, channel), "speaks");
    if (parts.listens) leases.set(channel.id, await listenWithLease(parts, channel));
  }
  const listening = (): string[] => [...leases].flatMap(([id, lease]) => (lease.held() ? [id] : []));
  return {
    listening,
    seen: () => channelsSeen(parts.sql, listening(), parts.now()),
    async quiet() {
      for (const lease of leases.values()) await lease.stop();
      leases.clear();
    },
    async stop() {
      for (const channel of parts.channels) await channel.stop();
    },
  };
}

function earsOf({ sql, hear, now, log, health }: Parts, channel: Channel): Ears {
  // Down and up may come in one breath: they are written in that order.
  let written: Promise<unknown> = Promise.resolve();
  return {
    hear,
    state(to, why) {
      log.info("channel turned", { channel: channel.id, to, why: why && withoutQuotes(why) });
      const at = now();
      written = written.then(() => health.watch("database", () => channelTurned(sql, channel.id, to, at, channel.capabilities.losesWhileDown)));
    },
  };
}

function listenWithLease(parts: Parts, channel: Channel): Promise<Lease> {
  const { sql, now, alone, log, health } = parts;
  return keepLease({
    sql,
    name: `channel ${channel.id}`,
    // Alone it has no rival, and whoever follows it is it.
    holder: alone ? "alone" : `${hostname()} ${process.pid} ${randomUUID()}`,
    async gained() {
      // Whoever had it before was up until it was last seen.
      await channelsLost(sql, [channel.id]);
      await channel.start(earsOf(parts, channel));
    },
    async lost() {
      await channel.stop();
      await health.watch("database", () => channelTurned(sql, channel.id, "down", now()));
      log.info("channel no longer listens here", { channel: channel.id });
      await channel.start(earsOf(parts, channel), "speaks");
    },
    watch: (doing) => health.watch("lease", doing),
  });
}
