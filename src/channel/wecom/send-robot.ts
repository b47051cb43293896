import { randomUUID } from "node:crypto";
import type { WSClient } from "@wecom/aibot-node-sdk";
import type { Outgoing, Sent, Sheet } from "../port.ts";
import { pictureOf, spreadsheetOf } from "../sheet.ts";
import { NotSent, Refusal } from "./outcome.ts";
import type { Recall } from "./recall.ts";
import { fileName, nothingToShow, type Say, type Step } from "./say.ts";
import { cardOf, inMarkdown, planOf } from "./words.ts";

export type Mouth = { client: WSClient; say: Say; recall: Recall };

/** Says a line over the robot's connection. The platform's answer names no message: the request's id stands for it, and a
 *  card's own for a card. */
export async function sendByRobot({ client, say, recall }: Mouth, line: Outgoing): Promise<Sent> {
  const { texts, card } = planOf(line);
  if (!texts.length && !card) return nothingToShow;
  const chat = line.to.id;
  const told = async (text: string): Promise<string> => {
    const answer = await answered(() => client.sendMessage(chat, { msgtype: "markdown", markdown: { content: inMarkdown(text) } }));
    recall.note(chat, text, answer.headers.req_id);
    return answer.headers.req_id;
  };
  const steps: Step[] = [...(line.sheets ?? []).flatMap((sheet) => sheetSteps(client, chat, sheet)), ...texts.map((text) => () => told(text))];
  if (card)
    steps.push(async () => {
      const taskId = `lianxin-${randomUUID()}`;
      await answered(() => client.sendMessage(chat, { msgtype: "template_card", template_card: cardOf(card, taskId) }));
      recall.note(chat, card.text, taskId);
      return taskId;
    });
  return say(line, steps);
}

function sheetSteps(client: WSClient, chat: string, sheet: Sheet): Step[] {
  const media = async (type: "image" | "file", filename: string, bytes: Uint8Array): Promise<string> => {
    const { media_id } = await client.uploadMedia(Buffer.from(bytes), { type, filename }).catch((error: unknown) => {
      // Whatever happens while it is taken, nothing was shown yet.
      const why = refusalIn(error) ?? error;
      throw why instanceof Refusal ? why : new NotSent(`the file was not taken: ${why instanceof Error ? why.message : String(why)}`, { cause: why });
    });
    return (await answered(() => client.sendMediaMessage(chat, type, media_id))).headers.req_id;
  };
  return [
    async () => media("image", "table.png", await pictureOf(sheet)),
    async () => media("file", `${fileName(sheet.name)}.xlsx`, await spreadsheetOf(sheet)),
  ];
}

/** A refusal is a frame with a code, not an error; a line for which there is no connection never left. */
async function answered<T>(sending: () => Promise<T>): Promise<T> {
  try {
    return await sending();
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) throw refusal;
    if (error instanceof Error && error.message.includes("not connected")) throw new NotSent(error.message, { cause: error });
    throw error;
  }
}

function refusalIn(error: unknown): Refusal | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return undefined;
  return new Refusal(Number(error.errcode), "errmsg" in error ? String(error.errmsg) : "");
}
