import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Deed, Shown } from "./phone.ts";

/** A puppet server in another process. */
export type RemotePhone = {
  token: string;
  endpoint: string;
  post(deed: Deed): void;
  /** Killed, as by a machine that lost its power; and begun anew at its address, with the people and rooms it had. */
  kill(): Promise<void>;
  begin(): Promise<void>;
};
type FromServer = { ready?: true; shown?: Shown; ask?: number };

const BEGIN_WAIT_MS = 20_000;

export async function startRemotePhone(show: (shown: Shown) => void): Promise<RemotePhone> {
  const endpoint = `127.0.0.1:${await freePort()}`;
  // Also the folder's name in which the client keeps what it knows: each test its own.
  const token = `insecure_${crypto.randomUUID().replaceAll("-", "")}`;
  /** What makes the world, posted again to each new server. */
  const lasting: Deed[] = [];
  let child: ChildProcess | undefined;

  const begin = async (): Promise<void> => {
    const begun = fork(new URL("server.ts", import.meta.url), [token, endpoint], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const ready = Promise.withResolvers<void>();
    begun.on("message", (message: FromServer) => {
      if (message.ready) ready.resolve();
      if (message.shown) show(message.shown);
      if (message.ask !== undefined && begun.connected) begun.send({ answer: message.ask });
    });
    begun.once("exit", () => ready.reject(new Error("the puppet server ended")));
    const timer = setTimeout(() => ready.reject(new Error("the puppet server did not begin")), BEGIN_WAIT_MS);
    for (const deed of lasting) begun.send({ deed });
    await ready.promise.finally(() => clearTimeout(timer));
    ready.promise.catch(() => {});
    child = begun;
  };
  await begin();
  return {
    token,
    endpoint,
    begin,
    post(deed) {
      if (deed.do === "person" || deed.do === "group" || deed.do === "join") lasting.push(deed);
      if (child?.connected) child.send({ deed });
    },
    async kill() {
      const ending = child;
      child = undefined;
      if (!ending || ending.exitCode !== null || ending.signalCode) return;
      const gone = once(ending, "exit");
      ending.kill("SIGKILL");
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
