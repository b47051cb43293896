import { createMemory, type Memory, type Shown } from "../../src/channel/memory/index.ts";
import type { Channel, Ears, Heard, Outgoing, Sent } from "../../src/channel/port.ts";

/** What becomes of a line on its way: as the memory channel has it unless said. `lost` is an unknown outcome of a line that
 *  did not arrive, `unsure` of one that did. */
export type Fate = "temporary" | "rate" | "lost" | "unsure" | undefined;

/** The memory channel as the far end of a simulation: what people say waits until it is acknowledged, what the bot says is
 *  counted by how often it arrived, and some of it is lost on the way. */
export class FarEnd {
  readonly channel: Channel;
  /** How often each line arrived, by its key. */
  readonly arrivals = new Map<string, number>();
  /** Acknowledged in the order in which that happened. */
  readonly acknowledged: Heard[] = [];
  private readonly memory: Memory = createMemory("memory");
  private ears: Ears | undefined;
  private waiting: Heard[] = [];
  private read = 0;
  private absence: "offline" | "deaf" | undefined;
  private readonly fate: (line: Outgoing, attempt: number) => Fate;
  private readonly attempts = new Map<string, number>();

  constructor(idempotent: boolean, fate: (line: Outgoing, attempt: number) => Fate) {
    this.fate = fate;
    this.channel = {
      ...this.memory,
      capabilities: { ...this.memory.capabilities, idempotent },
      start: async (ears) => {
        this.ears = ears;
        await this.memory.start(ears);
      },
      stop: async () => {
        this.ears = undefined;
        await this.memory.stop();
      },
      send: (line) => this.send(line),
    };
  }

  private async send(line: Outgoing): Promise<Sent> {
    const attempt = (this.attempts.get(line.key) ?? 0) + 1;
    this.attempts.set(line.key, attempt);
    const fate = this.absence ? undefined : this.fate(line, attempt);
    if (fate === "temporary") return { ok: false, kind: "temporary", message: "the network is slow" };
    if (fate === "rate") return { ok: false, kind: "rate", retryAfterMs: 20_000, message: "too many requests" };
    if (fate === "lost") return { ok: false, kind: "unknown", message: "the connection broke" };
    const sent = await this.memory.send(line);
    if (sent.ok) this.arrivals.set(line.key, (this.arrivals.get(line.key) ?? 0) + 1);
    return sent.ok && fate === "unsure" ? { ok: false, kind: "unknown", message: "the connection broke" } : sent;
  }

  /** What was shown since the last call. */
  fresh(): readonly Shown[] {
    const shown = this.memory.transcript.slice(this.read);
    this.read += shown.length;
    return shown;
  }

  /** What people say reaches the channel. */
  takes = (heard: Heard): void => void this.waiting.push(heard);

  /** Delivers all that waits, side by side. What is not acknowledged is delivered again. */
  async deliver(order: (list: readonly Heard[]) => readonly Heard[] = (list) => list): Promise<void> {
    const { ears } = this;
    if (!ears || this.absence || !this.waiting.length) return;
    const list = order(this.waiting);
    this.waiting = [];
    const results = await Promise.allSettled(list.map((each) => ears.hear(each)));
    const failed = results.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    list.forEach((each, at) => (results[at]?.status === "fulfilled" ? this.acknowledged : this.waiting).push(each));
    if (failed.length) throw failed[0];
  }

  async away(how: "offline" | "deaf" | undefined): Promise<void> {
    this.absence = how;
    await this.memory.away(how);
  }
  get isDeaf(): boolean {
    return this.absence === "deaf";
  }
}
