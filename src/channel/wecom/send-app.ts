import { randomUUID } from "node:crypto";
import type { Outgoing, Sent, Sheet } from "../port.ts";
import { pictureOf, spreadsheetOf } from "../sheet.ts";
import type { Api } from "./api.ts";
import { NotSent, Refusal } from "./outcome.ts";
import { fileName, nothingToShow, type Say, type Step } from "./say.ts";
import { cardOf, plain, planOf } from "./words.ts";

/** What sending needs. */
export type Mouth = { api: Api; agentId: string; say: Say; stop: AbortSignal };

/** Longer without an answer, and nobody knows whether it was shown. */
const SEND_WAIT_MS = 30_000;
const UNLICENSED = 701008;
const NOBODY = 81013;

export async function sendByApp(mouth: Mouth, line: Outgoing, signal?: AbortSignal): Promise<Sent> {
  const { texts, card } = planOf(line);
  if (!texts.length && !card) return nothingToShow;
  const signals = [mouth.stop, signal].filter((each) => each !== undefined);
  const post = (body: Record<string, unknown>): Promise<string> => send(mouth, line.to.id, body, signals);
  const steps: Step[] = [
    // Tables first, each as two messages: the buttons stand under the words, at the end.
    ...(line.sheets ?? []).flatMap((sheet) => sheetSteps(mouth, sheet, post, signals)),
    ...texts.map((content) => () => post({ msgtype: "text", text: { content: plain(content) } })),
  ];
  if (card) {
    const taskId = `lianxin-${randomUUID()}`;
    steps.push(async () => (await post({ msgtype: "template_card", template_card: cardOf(card, taskId) }), taskId));
  }
  return mouth.say(line, steps);
}

const until = (signals: readonly AbortSignal[]): AbortSignal => AbortSignal.any([...signals, AbortSignal.timeout(SEND_WAIT_MS)]);

/** https://developer.work.weixin.qq.com/document/path/90236 */
async function send({ api, agentId }: Mouth, touser: string, body: Record<string, unknown>, signals: readonly AbortSignal[]): Promise<string> {
  const json = { touser, agentid: Number(agentId), ...body };
  const answer = await api.call("message/send", { json }, until(signals));
  // A list of those it did not reach comes with code 0; here there is one addressee.
  if (answer["unlicenseduser"]) throw new Refusal(UNLICENSED, "the member has no licence for the app");
  if (answer["invaliduser"]) throw new Refusal(NOBODY, "the member is not there, or does not see the app");
  return String(answer["msgid"] ?? "") || `unnamed-${randomUUID()}`;
}

function sheetSteps(mouth: Mouth, sheet: Sheet, post: (body: Record<string, unknown>) => Promise<string>, signals: readonly AbortSignal[]): Step[] {
  const media = async (type: "image" | "file", name: string, bytes: Uint8Array): Promise<string> =>
    post({ msgtype: type, [type]: { media_id: await upload(mouth.api, type, name, bytes, until(signals)) } });
  return [
    async () => media("image", "table.png", await pictureOf(sheet)),
    async () => media("file", `${fileName(sheet.name)}.xlsx`, await spreadsheetOf(sheet)),
  ];
}

/** https://developer.work.weixin.qq.com/document/path/90253; whatever happens here, nothing was shown yet. */
async function upload(api: Api, type: string, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<string> {
  const form = new FormData();
  form.append("media", new Blob([Buffer.from(bytes)]), name);
  const answer = await api.call("media/upload", { query: { type }, form }, signal).catch((error: unknown) => {
    if (error instanceof Refusal) throw error;
    throw new NotSent(`the file was not taken: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  return String(answer["media_id"] ?? "");
}
