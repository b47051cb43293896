import { createHash } from "node:crypto";
import type { Shown } from "../../src/channel/memory/index.ts";
import type { Act } from "./people.ts";
import { print } from "./time.ts";

/** Something that was said: `heardAt` when the channel acknowledged it, undefined while it waits or if it never arrived. */
export type Said = Act & { key: string; heardAt: number | undefined };
/** Something the bot showed. */
export type Seen = Shown & { at: number };
/** A stretch in which nothing could be heard or shown. */
export type Gap = { from: number; until: number; why: "down" | "offline" | "deaf" };

/** Everything that happened between the town and the bot, and a fingerprint of it. */
export class Record {
  readonly said: Said[] = [];
  readonly seen: Seen[] = [];
  readonly gaps: Gap[] = [];
  readonly lines: string[] = [];
  private readonly byKey = new Map<string, Said>();
  private readonly hash = createHash("sha256");
  private readonly tell: ((line: string) => void) | undefined;

  constructor(tell?: (line: string) => void) {
    this.tell = tell;
  }

  says(one: Said): void {
    this.said.push(one);
    this.byKey.set(one.key, one);
  }
  of = (key: string): Said | undefined => this.byKey.get(key);

  /** What happened at one moment: whose words came first in which room is part of it, which room came first is not. */
  moment(at: number, heard: readonly Said[], shown: readonly Shown[]): void {
    for (const each of shown) this.seen.push({ ...each, at });
    const lines = [
      ...heard.map((each) => `${print(at)} [${each.where.id}] ${each.who}：${each.press ? `（按）${each.press.data}` : each.text}`),
      ...shown.map((each) => `${print(at)} [${each.where.id}] 链心：${each.text.replaceAll("\n", "⏎")}`),
    ];
    const rooms = Map.groupBy(lines, (line) => line.slice(0, line.indexOf("]")));
    for (const [, list] of [...rooms].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      for (const line of list) {
        this.hash.update(`${line}\n`);
        this.tell?.(line);
      }
  }

  end(states: readonly string[]): string {
    for (const line of states) this.hash.update(`${line}\n`);
    return this.hash.digest("hex");
  }

  /** For how long nothing could be heard between two moments. */
  away(from: number, until: number): number {
    return this.gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(until, gap.until) - Math.max(from, gap.from)), 0);
  }
}
