import type { Params, Upload } from "../bot-api/shapes.ts";
import { AGENT_ID, CORP_ID, SECRET } from "./ids.ts";

/** What a member, or a group by its robot, was shown. */
export type Shown = { to: string; id: string; type: string; text: string; buttons: { label: string; data: string }[]; rings: string[]; file?: Upload };

export type World = {
  /** Members by id; whoever is taken out exists no more. */
  members: Map<string, string>;
  /** Whose id is told, but not their name. */
  nameless: Set<string>;
  shown: Shown[];
  files: Map<string, Uint8Array>;
  /** How many tokens were given; the one that counts is the last, until it is void. */
  tokens: () => number;
  voidToken(): void;
  /** Rooms of group robots by key. */
  robots: Map<string, string>;
};
export type Methods = { world: World; call(path: string, params: Params, files: Map<string, Upload>): object | Uint8Array | undefined };

const OK = { errcode: 0, errmsg: "ok" };
const refuse = (errcode: number, errmsg: string) => ({ errcode, errmsg });

export function createMethods(): Methods {
  const world = {
    members: new Map<string, string>(),
    nameless: new Set<string>(),
    shown: [] as Shown[],
    files: new Map<string, Uint8Array>(),
    robots: new Map<string, string>(),
  };
  const uploads = new Map<string, Upload>();
  let tokens = 0;
  let current = "";
  const withToken: Record<string, (params: Params, files: Map<string, Upload>) => object | Uint8Array> = {
    "agent/get": () => ({ ...OK, name: "链心" }),
    "user/get": ({ userid }) => {
      const name = world.members.get(String(userid));
      if (name === undefined) return refuse(60111, "userid not found");
      return { ...OK, userid, ...(world.nameless.has(String(userid)) ? {} : { name }) };
    },
    "message/send": (params) => send(world, uploads, params),
    "media/upload": (_, files) => keepUpload(uploads, files),
    "media/get": ({ media_id }) => world.files.get(String(media_id)) ?? refuse(40007, "invalid media_id"),
  };
  return {
    world: { ...world, tokens: () => tokens, voidToken: () => (current = "void") },
    call(path, params, files) {
      if (path === "gettoken") {
        if (params["corpid"] !== CORP_ID || params["corpsecret"] !== SECRET) return refuse(40001, "invalid credential");
        current = `token-${(tokens += 1)}`;
        return { ...OK, access_token: current, expires_in: 7200 };
      }
      if (path.startsWith("file/")) return world.files.get(path.slice(5));
      if (path.startsWith("webhook/")) return byRobot(world, uploads, path, params, files);
      if (params["access_token"] !== current) return refuse(40014, "invalid access_token");
      return withToken[path]?.(params, files) ?? refuse(40066, "invalid url");
    },
  };
}

type Card = { sub_title_text?: string; main_title?: object; task_id: string; button_list: { text: string; key: string }[] };

function send({ members, shown }: Pick<World, "members" | "shown">, uploads: Map<string, Upload>, params: Params): object {
  const to = String(params["touser"]);
  const type = String(params["msgtype"]);
  if (params["agentid"] !== Number(AGENT_ID)) return refuse(40056, "invalid agentid");
  if (!members.has(to)) return { ...refuse(81013, "user & party & tag all invalid"), invaliduser: to };
  const card = params["template_card"] as Card | undefined;
  const text = (params["text"] as { content: string } | undefined)?.content ?? card?.sub_title_text ?? "";
  if (type === "text" && !text.trim()) return refuse(44004, "empty content");
  if (Buffer.byteLength(text) > 2048) return refuse(45002, "content size out of limit");
  if (card && ((!card.sub_title_text && !card.main_title) || shown.some((each) => each.id === card.task_id))) return refuse(40058, "invalid card");
  if (card && (card.button_list.length > 6 || card.button_list.some((each) => Buffer.byteLength(each.key) > 1024))) return refuse(40058, "invalid button");
  const media = (params["image"] ?? params["file"]) as { media_id: string } | undefined;
  const file = media && uploads.get(media.media_id);
  if (media && !file) return refuse(40007, "invalid media_id");
  const id = card?.task_id ?? `msg-${shown.length + 1}`;
  const buttons = card?.button_list.map((each) => ({ label: each.text, data: each.key })) ?? [];
  shown.push({ to, id, type, text, buttons, rings: [], ...(file ? { file } : {}) });
  return { ...OK, msgid: id, ...(card ? { response_code: "once" } : {}) };
}

function keepUpload(uploads: Map<string, Upload>, files: Map<string, Upload>): object {
  const file = files.get("media");
  if (!file) return refuse(41005, "media data missing");
  const id = `media-${uploads.size + 1}`;
  uploads.set(id, file);
  return { ...OK, type: "file", media_id: id };
}

function byRobot(
  { robots, shown }: Pick<World, "robots" | "shown">,
  uploads: Map<string, Upload>,
  path: string,
  params: Params,
  files: Map<string, Upload>,
): object {
  const to = robots.get(String(params["key"]));
  if (to === undefined) return refuse(93000, "invalid webhook url");
  if (path === "webhook/upload_media") return keepUpload(uploads, files);
  const text = params["text"] as { content: string; mentioned_list?: string[] } | undefined;
  if (Buffer.byteLength(text?.content ?? "") > 2048) return refuse(40058, "content size out of limit");
  const image = params["image"] as { base64: string } | undefined;
  const media = params["file"] as { media_id: string } | undefined;
  const file = image ? { name: "", bytes: Buffer.from(image.base64, "base64") } : media && uploads.get(media.media_id);
  const type = String(params["msgtype"]);
  shown.push({
    to,
    id: `by-robot-${shown.length + 1}`,
    type,
    text: text?.content ?? "",
    buttons: [],
    rings: text?.mentioned_list ?? [],
    ...(file ? { file } : {}),
  });
  return OK;
}
