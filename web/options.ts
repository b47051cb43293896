import type { Heard } from "../src/channel/port.ts";
import type { Sql } from "../src/db/connect.ts";

export type WebOptions = {
  sql: Sql;
  /** Resolves when it is durably handled; what the bot answers is then in the table `line`. */
  hear(heard: Heard): Promise<void>;
  /** The program's clock, milliseconds since 1970. */
  now(): number;
  /** The town's zone. */
  zone: string;
  /** The sandbox's clock: everything due up to `to` happens, in order. */
  turnClock(to: number): Promise<void>;
  sandbox: boolean;
  /** `media/` lies in it, each file named by its hash. */
  dataFolder: string;
  ready(): Promise<boolean>;
  /** Something was heard, said or changed: open pages read again. */
  changed: { subscribe(listener: () => void): () => void };
  webhooks: { path: string; handle(request: Request): Promise<Response> }[];
  keepMedia(bytes: Uint8Array, type: string): Promise<{ hash: string }>;
};
