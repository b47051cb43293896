import { createHash, randomUUID } from "node:crypto";
import { withChoices } from "../choices.ts";
import type { Outgoing, Sheet } from "../port.ts";
import { pictureOf, spreadsheetOf } from "../sheet.ts";
import { splitText } from "../split.ts";
import { type Answer, posting, read } from "./api.ts";
import { NotSent, Refusal } from "./outcome.ts";
import type { Part } from "./part.ts";
import { away, createSay, fileName, nothingToShow, type Step } from "./say.ts";
import { MAX_TEXT_BYTES } from "./words.ts";

const SEND_WAIT_MS = 30_000;
/** https://developer.work.weixin.qq.com/document/path/91770: a picture comes in the message itself. */
const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

type Options = {
  root: string;
  /** The key of the robot that stands in each room. */
  keys: ReadonlyMap<string, string>;
  /** Somebody listens in these rooms, so that a number answers. */
  answerable: boolean;
};

/** The group robot's webhook: it announces in one room and hears nothing. */
export function createAnnouncer({ root, keys, answerable }: Options): Part & { has(room: string): boolean } {
  const say = createSay();
  let abort: AbortController | undefined;
  return {
    has: (room) => keys.has(room),
    ready: () => abort !== undefined,
    async start() {
      abort ??= new AbortController();
    },
    async send(line, signal) {
      const key = keys.get(line.to.id);
      if (!abort || signal?.aborted) return away("stopped before anything was sent");
      if (key === undefined) return { ok: false, kind: "unreachable", message: "no group robot is set for this room" };
      const signals = [abort.signal, signal].filter((each) => each !== undefined);
      const post = (path: string, body: FormData | object): Promise<Answer> => call(`${root}/cgi-bin/webhook/${path}`, key, body, signals);
      const steps = stepsOf(line, answerable, post);
      return steps.length ? say(line, steps) : nothingToShow;
    },
    async stop() {
      abort?.abort();
      abort = undefined;
    },
  };
}

type Post = (path: string, body: FormData | object) => Promise<Answer>;

function stepsOf(line: Outgoing, answerable: boolean, post: Post): Step[] {
  const text = (answerable ? withChoices(line.text, line.buttons) : line.text).toWellFormed();
  const rings = (line.mention ?? []).map((each) => each.id);
  const send = async (body: object): Promise<string> => (await post("send", body), `announced-${randomUUID()}`);
  const texts = splitText(text, MAX_TEXT_BYTES, "bytes").map(
    (content, at) => () => send({ msgtype: "text", text: { content, ...(rings.length && !at ? { mentioned_list: rings } : {}) } }),
  );
  return texts.length ? [...(line.sheets ?? []).flatMap((sheet) => sheetSteps(sheet, post, send)), ...texts] : [];
}

function sheetSteps(sheet: Sheet, post: Post, send: (body: object) => Promise<string>): Step[] {
  const file = async (name: string, bytes: Uint8Array): Promise<string> => {
    const form = new FormData();
    form.append("media", new Blob([Buffer.from(bytes)]), name);
    const { media_id } = await post("upload_media", form).catch((error: unknown) => {
      throw error instanceof Refusal ? error : new NotSent("the file was not taken", { cause: error });
    });
    return send({ msgtype: "file", file: { media_id } });
  };
  const picture = async (bytes: Uint8Array): Promise<string> => {
    if (bytes.length > MAX_PICTURE_BYTES) return file("table.png", bytes);
    const image = { base64: Buffer.from(bytes).toString("base64"), md5: createHash("md5").update(bytes).digest("hex") };
    return send({ msgtype: "image", image });
  };
  return [async () => picture(await pictureOf(sheet)), async () => file(`${fileName(sheet.name)}.xlsx`, await spreadsheetOf(sheet))];
}

async function call(address: string, key: string, body: FormData | object, signals: readonly AbortSignal[]): Promise<Answer> {
  const form = body instanceof FormData;
  const url = `${address}?${new URLSearchParams({ key, ...(form ? { type: "file" } : {}) }).toString()}`;
  return read(await fetch(url, { ...posting(body), signal: AbortSignal.any([...signals, AbortSignal.timeout(SEND_WAIT_MS)]) }));
}
