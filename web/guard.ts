import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Refusal } from "./refusal.ts";

/** The longest body that is taken: a message with a picture. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/iu;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const hostOf = (c: Context): string => c.req.header("host") ?? new URL(c.req.url).host;

/** No page may be framed, guessed at, or run a script that is not a file of ours. */
export const headers: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Referrer-Policy", "same-origin");
  c.header("Cross-Origin-Opener-Policy", "same-origin");
  c.header("Cross-Origin-Resource-Policy", "same-origin");
  if (!c.res.headers.has("Content-Security-Policy")) c.header("Content-Security-Policy", POLICY);
};

/** The sandbox lets anyone be anyone, so it answers this machine only: a foreign name that resolves to it is refused. */
export const fromHere: MiddlewareHandler = async (c, next) => {
  if (!LOOPBACK.test(hostOf(c))) throw new Refusal(403, "foreign-host", "演示环境只在本机开放，请用 localhost 打开。");
  await next();
};

type Served = { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
const HERE = /^(?:::ffff:)?127\.|^::1$/u;

/** Whoever scans the code is the bot from then on: it is shown on this machine only, whatever name the request calls it by
 *  and through whatever it was passed on. */
export const fromThisMachine: MiddlewareHandler = async (c, next) => {
  const address = (c.env as Served)?.incoming?.socket?.remoteAddress;
  const passedOn = ["x-forwarded-for", "forwarded", "x-real-ip", "via"].some((each) => c.req.header(each) !== undefined);
  if (!LOOPBACK.test(hostOf(c)) || passedOn || (address !== undefined && !HERE.test(address)))
    throw new Refusal(403, "foreign-host", "登录页只在本机开放，请在服务器上打开，或看终端里的二维码。");
  await next();
};

/** Another site's page may not act here, with whatever kind of body. */
export const fromOurPages: MiddlewareHandler = async (c, next) => {
  const site = c.req.header("sec-fetch-site") ?? "none";
  // Browsers that do not say the site say at least the origin.
  const origin = c.req.header("origin");
  const own = origin === undefined || origin.replace(/^https?:\/\//u, "") === hostOf(c);
  if (!SAFE.has(c.req.method) && (!own || (site !== "same-origin" && site !== "none")))
    throw new Refusal(403, "foreign-site", "这个请求来自别的网站，没有执行。");
  await next();
};

export const notTooLong: MiddlewareHandler = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Refusal(413, "too-large", "内容超过 2 MB，请压缩图片或分几次发。");
  },
});

/** The body as JSON; throws a refusal. */
export async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\b/iu.test(type)) throw new Refusal(415, "not-json", "请用 Content-Type: application/json 发送。");
  try {
    return await c.req.json();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, "bad-json", "请求内容不是有效的 JSON。");
  }
}
