import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Deed, Shown } from "./phone.ts";

/** A process with puppet servers. */
export type PhoneHost = { child: ChildProcess; kill(): Promise<void> };
/** A phone whose puppet server is in another process. */
export type RemotePhone = {
  token: string;
  endpoint: string;
  post(deed: Deed): void;
  /** Begins at its address, on another host too, with the people and rooms it had. */
  begin(host: PhoneHost): Promise<void>;
  end(): void;
};
type FromServer = { phone?: number; host?: true; ready?: true; shown?: Shown; ask?: number };

const BEGIN_WAIT_MS = 20_000;
let phones = 0;

export async function startPhoneHost(): Promise<PhoneHost> {
  const child = fork(new URL("server.ts", import.meta.url), [], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: ["--no-warnings"] });
  // Every phone on it listens.
  child.setMaxListeners(0);
  child.on("message", (message: FromServer) => {
    if (message.ask !== undefined && child.connected) setImmediate(() => child.send({ phone: message.phone, answer: message.ask }));
  });
  await told(child, (message) => message.host === true);
  return {
    child,
    /** As by a machine that lost its power. */
    async kill() {
      if (child.exitCode !== null || child.signalCode) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** `token` is also the folder's name in which the client keeps what it knows: each test its own, unless given. */
export async function startRemotePhone(
  host: PhoneHost,
  show: (shown: Shown) => void,
  token = `insecure_${crypto.randomUUID().replaceAll("-", "")}`,
): Promise<RemotePhone> {
  const number = (phones += 1);
  const endpoint = `127.0.0.1:${await freePort()}`;
  /** What makes the world, posted again to each new server. */
  const lasting: Deed[] = [];
  let child: ChildProcess | undefined;

  const remote: RemotePhone = {
    token,
    endpoint,
    async begin(at) {
      at.child.on("message", (message: FromServer) => void (message.phone === number && message.shown && show(message.shown)));
      const ready = told(at.child, (message) => message.phone === number && message.ready === true);
      at.child.send({ phone: number, begin: { token, endpoint } });
      for (const deed of lasting) at.child.send({ phone: number, deed });
      child = at.child;
      await ready;
    },
    post(deed) {
      if (deed.do === "person" || deed.do === "group" || deed.do === "join") lasting.push(deed);
      if (child?.connected) child.send({ phone: number, deed });
    },
    end: () => void (child?.connected && child.send({ phone: number, end: true })),
  };
  await remote.begin(host);
  return remote;
}

function told(child: ChildProcess, what: (message: FromServer) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the puppet server did not begin")), BEGIN_WAIT_MS);
    const look = (message: FromServer): void => {
      if (!what(message)) return;
      clearTimeout(timer);
      child.off("message", look);
      resolve();
    };
    child.on("message", look);
    child.once("exit", () => reject(new Error("the puppet server ended")));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
