/** As much of the package as these tests use. */
declare module "ws" {
  import type { EventEmitter } from "node:events";
  import type { Server } from "node:http";

  export type ClientOptions = Record<string, unknown>;
  export class WebSocket extends EventEmitter {
    readonly readyState: number;
    send(data: string): void;
    close(): void;
    terminate(): void;
  }
  export class WebSocketServer extends EventEmitter {
    constructor(options: { server: Server; path?: string });
    readonly clients: Set<WebSocket>;
    close(done?: () => void): void;
  }
}
