import type { Ears, Outgoing, Sent } from "../port.ts";

/** One of the ways into WeCom. Together they are the channel. */
export type Part = {
  start(ears: Ears, only?: "speaks"): Promise<void>;
  send(line: Outgoing, signal?: AbortSignal): Promise<Sent>;
  /** What is sent now would leave this process. */
  ready(): boolean;
  stop(): Promise<void>;
};
