import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readCall } from "../bot-api/body.ts";
import { createWatch, type Watch } from "../bot-api/watch.ts";
import { createMethods, type Methods, type World } from "./methods.ts";
import { createRobotServer, type RobotServer } from "./robot.ts";

/** `cut` does what was asked and ends the connection before it says so; `drop` does nothing. */
export type Fault = { errcode: number; errmsg: string } | { status: number } | "cut" | "drop";

/** WeCom's API on this machine, and the server end of a robot. */
export type WecomServer = World & {
  root: string;
  robot: RobotServer;
  /** Every call that arrived, in order. */
  calls: { path: string; params: Record<string, unknown> }[];
  /** The next so many calls of a path go wrong. */
  fault(path: string, fault: Fault, times?: number): void;
  changed: Watch["changed"];
  waitFor: Watch["waitFor"];
  /** Connections are refused, and taken again at the same address. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
};

export async function startWecom(patienceMs?: number): Promise<WecomServer> {
  const { changed, waitFor } = createWatch(patienceMs);
  const methods = createMethods();
  const faults: { path: string; fault: Fault }[] = [];
  const calls: WecomServer["calls"] = [];
  const server = createServer((request, response) => void answer({ methods, faults, calls }, request, response).finally(changed));
  const robot = createRobotServer(server, changed);
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, "127.0.0.1", done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    ...methods.world,
    root: `http://127.0.0.1:${port}`,
    robot,
    calls,
    fault: (path, fault, times = 1) => faults.push(...Array.from({ length: times }, () => ({ path, fault }))),
    changed,
    waitFor,
    down: close,
    up: () => listen(port),
    async close() {
      robot.close();
      if (server.listening) await close();
    },
  };
}

type Far = { methods: Methods; faults: { path: string; fault: Fault }[]; calls: WecomServer["calls"] };

async function answer({ methods, faults, calls }: Far, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const path = url.pathname.replace(/^\/(cgi-bin\/)?/u, "");
  const { params, files } = await readCall(request, url);
  calls.push({ path, params });
  const at = faults.findIndex((each) => each.path === path);
  const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
  if (fault === "drop") return void request.socket.destroy();
  if (typeof fault === "object") {
    const status = "status" in fault ? fault.status : 200;
    return void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(fault));
  }
  const result = methods.call(path, params, files);
  if (fault === "cut") return void request.socket.destroy();
  if (result instanceof Uint8Array) return void response.writeHead(200, { "content-type": "image/jpeg" }).end(result);
  if (result === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
}
