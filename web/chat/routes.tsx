import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { createLive } from "../live.ts";
import type { WebOptions } from "../options.ts";
import { isPart, Refusal } from "../refusal.ts";
import { Page, StageView } from "./page.tsx";
import { pictureIn } from "./picture.ts";
import { say } from "./say.ts";
import { printSeen, readSeen, SEEN_COOKIE } from "./seen.ts";
import { addressOf, PRIVATE, readStage } from "./stage.ts";
import { readTurn } from "./turn.ts";
import { loadView } from "./view.ts";

const YEAR_SECONDS = 31_536_000;

/** The newcomer's page: pick a person, talk, turn the clock, watch what comes of it. */
export function chatRoutes(options: WebOptions): Hono {
  const app = new Hono();
  const live = createLive(options.changed);
  app.get("/", async (c) => {
    const version = live.version();
    const seen = readSeen(getCookie(c, SEEN_COOKIE), options.now());
    const view = await loadView(
      options,
      readStage((name) => c.req.query(name)),
      seen,
    );
    setCookie(c, SEEN_COOKIE, printSeen(seen), { httpOnly: true, sameSite: "Strict", path: "/", maxAge: YEAR_SECONDS });
    c.header("Cache-Control", "no-store");
    c.header("Vary", "HX-Request");
    return c.html(isPart(c) ? <StageView view={view} /> : <Page view={view} version={version} />);
  });
  app.get("/sandbox/changes", live.stream);
  app.post("/sandbox/say", async (c) => c.redirect(await sayForm(options, c), 303));
  app.post("/sandbox/clock", async (c) => {
    const form = await formOf(c);
    const value = (name: string) => textIn(form, name);
    const since = options.now();
    await options.turnClock(await readTurn(options.sql, { to: value("to"), by: value("by") }, since, options.zone));
    return c.redirect(addressOf({ ...readStage(value), since }), 303);
  });
  return app;
}

/** Says what a form says; answers the page to go back to. */
async function sayForm(options: WebOptions, c: Context): Promise<string> {
  const form = await formOf(c);
  const value = (name: string) => textIn(form, name);
  const stage = readStage(value);
  const room = stage.room === undefined || stage.room === PRIVATE ? undefined : stage.room;
  const frame = { person: stage.as ?? "", room, key: value("key") };
  const [line, data, sticker] = [value("line"), value("data"), value("sticker")];
  // Two buttons of one message are two presses.
  if (line !== undefined && data !== undefined)
    await say(options, { ...frame, key: frame.key && `${frame.key}.${data}`, press: { line: Number(line) || 0, data } });
  else if (sticker !== undefined) await say(options, { ...frame, media: [{ kind: "sticker", name: sticker }], quote: stage.quote });
  else {
    const picture = await pictureIn(form["file"], options.media);
    await say(options, { ...frame, text: value("text"), media: picture ? [picture] : [], quote: stage.quote });
  }
  const { quote: _said, ...rest } = stage;
  return addressOf({ ...rest, room: stage.room ?? PRIVATE });
}

type Form = Record<string, string | File | (string | File)[]>;

async function formOf(c: Context): Promise<Form> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/iu.test(type)) throw new Refusal(415, "not-a-form", "这里只收网页表单。");
  try {
    return await c.req.parseBody();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, "bad-form", "表单没有收完整，请再发一次。");
  }
}

function textIn(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
