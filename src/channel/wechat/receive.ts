import type { payloads } from "wechaty";
import { BOT_NAME, type Heard, type Media, type Where, type Who } from "../port.ts";
import type { History } from "./history.ts";
import { keep } from "./media.ts";
import type { Connection, Me } from "./open.ts";
import { ACCOUNT, type Rooms } from "./rooms.ts";
import { wordsOf } from "./words.ts";

type Payload = payloads.Message;
export type Spoken = { connection: Connection; me: Me; rooms: Rooms; history: History; downloadMs: number };

const unknownKind: Media = { kind: "file", name: "消息", missing: `这种消息${BOT_NAME}还看不懂` };

/** Where a message belongs: its group, or the person at the other end. */
export const placeOf = (payload: Payload, me: Me): string => {
  const { roomId, talkerId, listenerId } = payload as { roomId?: string; talkerId?: string; listenerId?: string };
  return roomId || (talkerId === me.id ? listenerId : talkerId) || "";
};

/** Puppets tell seconds or milliseconds. */
export const instantOf = (timestamp: number): number => Math.round(timestamp < 1e11 ? timestamp * 1000 : timestamp);

/** A person's message in the terms of the port, or nothing when it is none. An old one is heard with its own time. */
export async function translate(payload: Payload, { connection, me, rooms, history, downloadMs }: Spoken): Promise<Heard[]> {
  const { puppet } = connection;
  const place = placeOf(payload, me);
  const roomId = payload.roomId || undefined;
  const talker = (payload as { talkerId?: string }).talkerId ?? "";
  if (!place || !talker || silent(payload, connection)) return [];
  const name = await rooms.nameOf(puppet, talker, roomId);
  if (roomId) rooms.speaks(roomId, talker, name);
  const where: Where = roomId ? await rooms.whereOf(puppet, roomId) : { kind: "direct", id: place, name };
  const from: Who = { id: talker, name };
  const carried = await carriedBy(payload, connection, downloadMs);
  const words = wordsOf(
    {
      text: carried.text,
      mentionIds: (payload as { mentionIdList?: string[] }).mentionIdList ?? [],
      room: roomId,
      me: { id: me.id, names: await rooms.myNames(puppet, me, roomId) },
    },
    history,
  );
  history.remember(place, { id: payload.id, name, text: words.text, mine: false });
  const media = carried.media.length || words.text ? carried.media : [unknownKind];
  return [
    {
      kind: "message",
      channel: "wechat",
      account: ACCOUNT,
      key: payload.id,
      messageId: payload.id,
      where,
      from,
      at: instantOf(payload.timestamp),
      ...words,
      ...(media.length ? { media } : {}),
    },
  ];
}

/** Notes of the platform, money, and a word taken back: nothing a person says to the bot. */
function silent({ type }: Payload, { wechaty }: Connection): boolean {
  const kinds = wechaty.types.Message;
  return type === kinds.GroupNote || type === kinds.Recalled || type === kinds.RedEnvelope || type === kinds.Transfer;
}

async function carriedBy(payload: Payload, { puppet, wechaty }: Connection, downloadMs: number): Promise<{ text: string; media: Media[] }> {
  const kinds = wechaty.types.Message;
  const file = async (kind: Media["kind"], ending: string) => ({
    text: caption(payload),
    media: [await keep(puppet, payload.id, { kind, name: payload.filename || `${payload.id}${ending}`, waitMs: downloadMs })],
  });
  switch (payload.type) {
    case kinds.Image:
      return file("picture", ".jpg");
    case kinds.Audio:
      return file("voice", ".sil");
    case kinds.Video:
      return file("file", ".mp4");
    case kinds.Attachment:
      return file("file", "");
    case kinds.Emoticon:
      return { text: "", media: [{ kind: "sticker", name: "表情" }] };
    case kinds.Location: {
      const { latitude, longitude, name, address } = placeIn(await puppet.messageLocation(payload.id));
      return { text: [name, address].filter(Boolean).join(" "), media: [{ kind: "place", name: `${latitude},${longitude}` }] };
    }
    case kinds.Url: {
      const { title, url } = await puppet.messageUrl(payload.id);
      return { text: `${title} ${url}`, media: [] };
    }
    case kinds.Text:
      return { text: payload.text ?? "", media: [] };
    case kinds.Unknown:
    case kinds.Contact:
    case kinds.ChatHistory:
    case kinds.MiniProgram:
    case kinds.Post:
    case kinds.GroupNote:
    case kinds.Recalled:
    case kinds.RedEnvelope:
    case kinds.Transfer:
    default:
      // A kind this program does not know yet is kept as such, for a person to look at.
      return { text: caption(payload), media: [unknownKind] };
  }
}

/** The client of wechaty-puppet-service 1.19.9 spreads the message it got without reading its fields, so that every place
 *  is 0,0; what was told stands in the message's own list, in the order of the protocol's LocationPayload. */
function placeIn(told: payloads.Location): Pick<payloads.Location, "latitude" | "longitude" | "name" | "address"> {
  const fields = told.name === "NONAME" ? Object.values(told).find((each): each is unknown[] => Array.isArray(each)) : undefined;
  if (!fields) return told;
  const [, address, latitude, longitude, name] = fields;
  return { latitude: Number(latitude ?? 0), longitude: Number(longitude ?? 0), name: textOf(name), address: textOf(address) };
}
const textOf = (field: unknown): string => (typeof field === "string" ? field : "");

/** Beside a file most puppets put the platform's own description of it, which is no words of anybody. */
function caption({ text = "", filename }: Payload): string {
  return /^\s*(?:<|@[0-9a-f]{16})/u.test(text) || text === filename ? "" : text;
}
