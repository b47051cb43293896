import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readCall } from "./body.ts";
import { createMethods, type Method } from "./methods.ts";
import { ApiError, type Fault, type Params, type User } from "./shapes.ts";
import { createStore, type Store } from "./store.ts";
import { createUpdates, type Updates } from "./updates.ts";
import { createWatch, type Watch } from "./watch.ts";
import { createWorld, type World } from "./world.ts";

export type { Extras } from "./world.ts";
export type { Chat, Fault, Message, Update, User } from "./shapes.ts";

export const TOKEN = "4200:local-bot-api";

type Call = { method: string; params: Params };

/** A Bot API on this machine, and the hands of the people at its far end. */
export type BotApi = Store &
  World & {
    root: string;
    me: User;
    /** Every call that arrived, in order, polls left out. */
    calls: readonly Call[];
    /** Updates that are not confirmed yet; whether a poll is held open. */
    pending(): number;
    polling: () => boolean;
    /** What getWebhookInfo would say. */
    webhookInfo: Updates["hook"]["info"];
    /** The next so many calls of a method (`file` for downloads) go wrong. */
    fault(method: string, fault: Fault, times?: number): void;
    waitFor: Watch["waitFor"];
    /** A long talk would fill the memory: messages and calls so far are gone. */
    forget(): void;
    /** The server goes away (connections are refused) and comes back at its address, with what was said meanwhile. */
    down(): Promise<void>;
    up(): Promise<void>;
    close(): Promise<void>;
  };

export async function startBotApi(options: { now?: () => number; token?: string; port?: number; patienceMs?: number } = {}): Promise<BotApi> {
  const now = options.now ?? Date.now;
  const token = options.token ?? TOKEN;
  const me: User = { id: Number(token.split(":")[0]), is_bot: true, first_name: "链心", username: "lianxin_bot" };
  const { changed, waitFor } = createWatch(options.patienceMs);
  const updates = createUpdates(now, changed);
  const store = createStore(me, now);
  const faults: { method: string; fault: Fault }[] = [];
  const calls: Call[] = [];
  const far: Far = { token, store, updates, methods: createMethods(me, store, updates, now), faults, calls };
  const server = createServer((request, response) => void answer(far, request, response).finally(changed));
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, "127.0.0.1", done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    ...store,
    ...createWorld(me, store, updates),
    root: `http://127.0.0.1:${port}`,
    me,
    calls,
    pending: updates.pending,
    polling: updates.polling,
    webhookInfo: updates.hook.info,
    fault: (method, fault, times = 1) => faults.push(...Array.from({ length: times }, () => ({ method, fault }))),
    waitFor,
    forget() {
      store.messages.length = 0;
      calls.length = 0;
    },
    down: close,
    up: () => listen(port),
    async close() {
      updates.close();
      if (server.listening) await close();
    },
  };
}

type Far = { token: string; store: Store; updates: Updates; methods: Record<string, Method>; faults: { method: string; fault: Fault }[]; calls: Call[] };

async function answer(far: Far, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const [, first = "", second = ""] = url.pathname.split(/\/(.*)/u)[1]?.match(/^([^/]*)\/?(.*)$/u) ?? [];
  const isFile = first === "file";
  const method = isFile ? "file" : second;
  const { params, files } = await readCall(request, url);
  const at = far.faults.findIndex((each) => each.method === method);
  const fault = at < 0 ? undefined : far.faults.splice(at, 1)[0]?.fault;
  if (fault === "drop") return void request.socket.destroy();
  if (method !== "getUpdates") far.calls.push({ method, params });
  if (typeof fault === "object") return fail(response, new ApiError(fault.status, fault.description, fault.parameters));
  if (isFile) return download(far, second, response);
  if (first !== `bot${far.token}`) return fail(response, new ApiError(401, "Unauthorized"));
  if (method === "getUpdates") return poll(far, params, response);
  try {
    const result = (far.methods[method] ?? unknownMethod)({ params, files });
    if (fault === "cut") request.socket.destroy();
    else json(response, 200, { ok: true, result });
  } catch (error) {
    fail(response, error instanceof ApiError ? error : new ApiError(500, String(error)));
  }
}

const unknownMethod: Method = () => {
  throw new ApiError(404, "Not Found: method not found");
};

function json(response: ServerResponse, status: number, body: unknown): void {
  if (!response.destroyed) response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const fail = (response: ServerResponse, { status, message, parameters }: ApiError): void =>
  json(response, status, { ok: false, error_code: status, description: message, ...(parameters ? { parameters } : {}) });

function download({ store, token }: Far, path: string, response: ServerResponse): void {
  const bytes = path.startsWith(`bot${token}/files/`) ? store.files.get(path.split("/").at(-1) ?? "") : undefined;
  if (bytes) response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  else fail(response, new ApiError(404, "Not Found"));
}

function poll({ updates }: Far, params: Params, response: ServerResponse): void {
  updates.allow(
    typeof params.allowed_updates === "string" ? (JSON.parse(params.allowed_updates) as string[]) : (params.allowed_updates as string[] | undefined),
  );
  const leave = updates.poll(Number(params.offset ?? 0), Number(params.limit ?? 100), Number(params.timeout ?? 0), (result) => {
    if (result instanceof ApiError) fail(response, result);
    else json(response, 200, { ok: true, result });
  });
  response.on("close", leave);
}
