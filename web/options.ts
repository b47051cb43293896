import type { Heard, Login } from "../src/channel/port.ts";
import type { Keeper } from "../src/media/keep.ts";
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
  /** This process has the pages; without them it has what a monitor and a platform ask. */
  shows: boolean;
  sandbox: boolean;
  /** Why it should be sent no work now. */
  troubles(): Promise<string[]>;
  /** Figures in Prometheus form. */
  metrics(): Promise<string>;
  /** A page could not be made: nobody's fault who asked for it. */
  failed(where: string, error: unknown): void;
  /** Something was heard, said or changed: open pages read again. */
  changed: { subscribe(listener: () => void): () => void };
  /** How WeChat stands, where it is configured. */
  login?(): Login;
  webhooks: { path: string; handle(request: Request): Promise<Response> }[];
  /** Pictures and files, stored by their content. */
  media: Keeper;
};
