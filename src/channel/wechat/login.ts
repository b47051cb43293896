import { renderUnicodeCompact } from "uqr";
import type { Login } from "../port.ts";

/** How the login stands: told to whoever looks, and the code drawn for whoever can scan it. */
export type LoginBoard = { look(): Login; turn(state: Login["state"], more?: Omit<Login, "state" | "since">): void };

export function createLoginBoard(now: () => number, show: (drawn: string) => void): LoginBoard {
  let login: Login = { state: "off", since: now() };
  return {
    look: () => login,
    turn(state, more = {}) {
      if (more.code && more.code !== login.code) show(drawn(more.code));
      // A new code is the same waiting; a reason stays until somebody is logged in.
      const why = more.why ?? (state === "online" || state === "off" ? undefined : login.why);
      login = { state, since: state === login.state ? login.since : now(), ...more, ...(why ? { why } : {}) };
    },
  };
}

const drawn = (code: string): string => `请用机器人的微信扫码登录：\n${renderUnicodeCompact(code)}\n`;
