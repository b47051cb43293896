import type { Message } from "telegraf/types";
import type { Outgoing } from "../port.ts";
import { answerOf } from "./outcome.ts";

/** Where a message is put: in a chat, perhaps into one of its topics and under the message that it answers. */
export type Place = { chat_id: string; message_thread_id?: number; reply_parameters?: { message_id: number; allow_sending_without_reply: true } };
/** Says one part of a line there. */
export type Part = (place: Place) => Promise<Message>;

/** The topic or the quoted message is not there any more; in a topic the platform does not send without it, whatever it is
 *  asked: https://core.telegram.org/bots/api#replyparameters */
const NOT_THERE = /thread not found|topic_(closed|deleted|id_invalid)|repl(y|ied).*not found|reply_message_id_invalid/iu;

/** The best place for a line, then those that are left when it is not there. */
export function placesOf({ to, quote }: Outgoing, first: boolean): Place[] {
  const chat: Place = { chat_id: to.id };
  const topic: Place = to.thread === undefined ? chat : { ...chat, message_thread_id: Number(to.thread) };
  // Numbered per chat: after a group has moved, its old numbers name other messages.
  const [, quoted] = (first && quote?.messageId.startsWith(`${to.id}:`) && /:(\d+)$/u.exec(quote.messageId)) || [];
  const under: Place[] = quoted ? [{ ...topic, reply_parameters: { message_id: Number(quoted), allow_sending_without_reply: true } }] : [];
  return [...under, topic, ...(topic === chat ? [] : [chat])];
}

export async function inPlace(places: readonly Place[], part: Part): Promise<Message> {
  for (const place of places.slice(0, -1)) {
    try {
      return await part(place);
    } catch (error) {
      // Refused, it was not shown.
      if (!NOT_THERE.test(answerOf(error)?.description ?? "")) throw error;
    }
  }
  return part(places.at(-1) as Place);
}

/** In a form, what is not text goes as JSON; telegraf does not do it for this field. */
export function inForm({ reply_parameters: quote, ...place }: Place): Place {
  return quote ? { ...place, reply_parameters: JSON.stringify(quote) as never } : place;
}
