import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { Wechaty, WechatyOptions } from "wechaty";

export type Puppet = Wechaty["puppet"];
export type WechatyModule = typeof import("wechaty");
/** One login from its start to its end. `known`: who is logged in, a moment after they are. */
export type Connection = { bot: Wechaty; puppet: Puppet; wechaty: WechatyModule; known: PromiseWithResolvers<Me> };
export type Online = Connection & { me: Me };
export type Me = { id: string; name: string };

export type Source = {
  /** The package of a puppet, or what makes one. */
  puppet: string | (() => unknown);
  puppetOptions?: Record<string, unknown>;
  /** Where a login is remembered over restarts: `<this>.memory-card.json`. In memory only unless given. */
  memory?: string;
};

/** Wechaty is imported here and nowhere else: a program without WeChat does not pay for it. */
export async function loadWechaty(): Promise<WechatyModule> {
  const wechaty = await import("wechaty");
  // It writes to standard output, which is ours.
  wechaty.log.level("silent");
  return wechaty;
}

/** Wechaty's own watchdog is kept from ever being first: what it begins anew we would be ending at the same time. */
const OWN_WATCHDOG_SECONDS = 3_600;

/** A bot that is wired but not started. `init` before `start`, so that no event of the puppet is missed. */
export async function open(wechaty: WechatyModule, { puppet, puppetOptions, memory }: Source): Promise<Connection> {
  if (memory) secretFile(`${memory}.memory-card.json`);
  const options = {
    puppet: typeof puppet === "string" ? puppet : puppet(),
    puppetOptions: { timeoutSeconds: OWN_WATCHDOG_SECONDS, ...puppetOptions },
    ...(memory ? { name: memory } : {}),
  };
  const bot = wechaty.WechatyBuilder.build(options as WechatyOptions);
  await bot.init();
  return { bot, puppet: bot.puppet, wechaty, known: Promise.withResolvers<Me>() };
}

/** Wechaty, or the puppet that was asked for, is not installed: no waiting helps. */
export const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";

/** Whoever has the remembered login has the account: made before wechaty makes it for everybody to read. */
function secretFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

/** Resolves like the promise, or throws after so long. Puppets wait for ever for a server that is gone. */
export async function within<T>(ms: number, what: string, doing: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  try {
    return await Promise.race([doing, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
