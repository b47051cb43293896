import { createCipheriv, randomBytes } from "node:crypto";
import type { Where, Who } from "../../src/channel/port.ts";
import type { createCaller, Fields } from "../wecom/callback.ts";
import { AGENT_ID, BOT_ID, CORP_ID } from "../wecom/ids.ts";
import type { WecomServer } from "../wecom/server.ts";
import type { TestEars } from "./ears.ts";
import type { FarEnd } from "./harness.ts";

const seconds = (at = Date.now()): number => Math.floor(at / 1000);

function absent(): never {
  throw new Error("WeCom has no way to do this");
}

/** Members who talk to the app. There are no groups: a place is a member's own chat, and whoever comes next is that
 *  member; others talk in their own. */
export function appFarEnd(server: WecomServer, caller: ReturnType<typeof createCaller>): FarEnd {
  let count = 0;
  let vacant: Where | undefined;
  const member = (name: string): string => {
    const id = `member${(count += 1)}`;
    server.members.set(id, name);
    return id;
  };
  const tell = (from: Who, fields: Fields, at?: number): void =>
    caller.tell({ ToUserName: CORP_ID, FromUserName: from.id, CreateTime: seconds(at), AgentID: Number(AGENT_ID), ...fields });
  return {
    person(name) {
      const place = vacant;
      vacant = undefined;
      const id = place?.id ?? member(name);
      server.members.set(id, name);
      if (place) place.name = name;
      return { id, name };
    },
    group(name) {
      const place: Where = { kind: "direct", id: member(name), name };
      vacant = place;
      return place;
    },
    direct: async (who) => ({ kind: "direct", id: who.id, name: who.name }),
    say(_where, from, text, { at, place } = {}) {
      const MsgId = String(7000 + (count += 1));
      if (place) tell(from, { MsgType: "location", Location_X: place[0], Location_Y: place[1], Scale: 16, Label: text, MsgId }, at);
      else tell(from, { MsgType: "text", Content: text, MsgId }, at);
      return MsgId;
    },
    again: caller.again,
    press: (_where, messageId, data, from) =>
      tell(from, {
        MsgType: "event",
        Event: "template_card_event",
        EventKey: data,
        TaskId: messageId,
        CardType: "button_interaction",
        ResponseCode: randomBytes(12).toString("hex"),
      }),
    shown: (where) => server.shown.filter((each) => each.to === where.id).map(({ id, text, buttons }) => ({ messageId: id, text, buttons })),
    next: (trouble) => server.fault("message/send", trouble === "cut" ? "cut" : { errcode: 45009, errmsg: "api freq out of limit" }),
    bar: (where) => void server.members.delete(where.id),
    settled: () => server.waitFor("everything is acknowledged", () => caller.pending() === 0),
    edit: absent,
    join: absent,
    leave: absent,
  };
}

/** Members of groups in which the robot stands. It is told only what calls it, once, and of people only their ids. */
export function robotFarEnd(server: WecomServer, ears: TestEars): FarEnd {
  const { robot } = server;
  let count = 0;
  let told = 0;
  const texts = new Map<string, string>();
  const frame = (where: Where, from: Who, at?: number) => ({
    msgid: `msg${(count += 1)}`,
    aibotid: BOT_ID,
    ...(where.kind === "group" ? { chatid: where.id, chattype: "group" } : { chattype: "single" }),
    from: { userid: from.id },
    create_time: seconds(at),
  });
  const keep = (bytes: Uint8Array): { url: string; aeskey: string } => {
    const key = randomBytes(32);
    const name = `kept${(count += 1)}`;
    server.files.set(name, sealFile(bytes, key));
    return { url: `${server.root}/file/${name}`, aeskey: key.toString("base64") };
  };
  const tell: typeof robot.tell = (cmd, body) => ((told += 1), robot.tell(cmd, body));
  return {
    forgets: true,
    person: (name) => ((count += 1), { id: `${name}-${count}`, name: `${name}-${count}` }),
    group: (name) => ((count += 1), { kind: "group", id: `wr-${name}-${count}` }),
    direct: async (who) => ({ kind: "direct", id: who.id, name: who.name }),
    say(where, from, text, { at, quotes, picture, lost } = {}) {
      const content = where.kind === "group" ? `@链心助手 ${text}` : text;
      const start = frame(where, from, at);
      const image = picture ? keep(picture) : lost ? { url: `${server.root}/file/lost`, aeskey: "x" } : undefined;
      const words = { msgtype: "text", text: { content } };
      const quoted = quotes && {
        quote: { msgtype: "text", text: { content: robot.shown.find((each) => each.id === quotes)?.text ?? texts.get(quotes) ?? "" } },
      };
      texts.set(start.msgid, text);
      tell("aibot_msg_callback", { ...start, ...(image ? { msgtype: "mixed", mixed: { msg_item: [words, { msgtype: "image", image }] } } : words), ...quoted });
      return start.msgid;
    },
    again: () => ((told += 1), robot.again()),
    press: (where, messageId, data, from) =>
      tell("aibot_event_callback", {
        ...frame(where, from),
        msgtype: "event",
        event: { eventtype: "template_card_event", template_card_event: { card_type: "button_interaction", event_key: data, task_id: messageId } },
      }),
    shown: (where) => robot.shown.filter((each) => each.chat === where.id).map(({ id, text, buttons }) => ({ messageId: id, text, buttons })),
    next: (trouble) => robot.fault("aibot_send_msg", trouble === "cut" ? "cut" : { errcode: 45009, errmsg: "api freq out of limit" }),
    bar: (where) => void robot.barred.add(where.id),
    settled: () => ears.waitFor("everything told is heard", () => ears.heard.length >= told),
    edit: absent,
    join: absent,
    leave: absent,
  };
}

/** As the platform seals a file: padded to 32 bytes. */
function sealFile(bytes: Uint8Array, key: Buffer): Buffer {
  const pad = 32 - (bytes.length % 32);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([bytes, Buffer.alloc(pad, pad)])), cipher.final()]);
}
