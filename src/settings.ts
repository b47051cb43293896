import { type Bucket, readBucket } from "./media/bucket.ts";
import { type Role, ROLES } from "./process/role.ts";

export type Settings = {
  databaseUrl: string | undefined;
  dataFolder: string;
  /** Where pictures, voices and files lie; the data folder unless said. */
  bucket: Bucket | undefined;
  role: Role;
  port: number;
  host: string;
  secret: string | undefined;
  sandbox: boolean;
  /** A town file for an empty database; undefined for none. */
  town: string | undefined;
  /** Any endpoint that speaks OpenAI's chat API; none is needed. */
  model: { key: string; baseUrl?: string; name: string; /** Writes down what a voice says. */ listener: string } | undefined;
  wechat: { puppet: string; puppetOptions: { token?: string; endpoint?: string }; quietMs: number; gapMs: number } | undefined;
  telegram: { token: string; apiRoot?: string; webhook?: { url: string; secret: string } } | undefined;
  wecom: WecomSettings | undefined;
};
/** Any of the three ways into WeCom: the app, the robot, rooms with a group robot by its key. */
export type WecomSettings = {
  apiRoot?: string;
  app?: { corpId: string; agentId: string; secret: string; token: string; aesKey: string };
  robot?: { botId: string; secret: string; botName: string };
  groupRobots?: Map<string, string>;
};

/** A setting that cannot be used: one plain sentence naming it. */
export class SettingError extends Error {
  override name = "SettingError";
}

/** Reads the settings of docs/operating.md from an environment. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, root: boolean, sampleTown: string): Settings {
  const get = (name: string): string | undefined => env[name]?.trim() || undefined;
  const databaseUrl = get("DATABASE_URL");
  const port = Number(get("PORT") ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new SettingError("PORT 应是 0 到 65535 之间的整数。");
  const token = get("TELEGRAM_BOT_TOKEN");
  const webhookUrl = get("TELEGRAM_WEBHOOK_URL");
  const webhookSecret = get("TELEGRAM_WEBHOOK_SECRET");
  if (webhookUrl && !webhookSecret) throw new SettingError("设置了 TELEGRAM_WEBHOOK_URL，还要设置 TELEGRAM_WEBHOOK_SECRET。");
  const wecom = readWecom(get);
  const forced = get("LIANXIN_SANDBOX");
  if (forced && forced !== "on" && forced !== "off") throw new SettingError("LIANXIN_SANDBOX 只能是 on 或 off。");
  const wechat = readWechat(get);
  const role = ROLES.find((each) => each === (get("LIANXIN_ROLE") ?? "all"));
  if (!role) throw new SettingError(`LIANXIN_ROLE 只能是 ${ROLES.join("、")}。`);
  if (role !== "all" && !databaseUrl) throw new SettingError(`LIANXIN_ROLE=${role} 须与 DATABASE_URL 一起使用：内置数据库只供一个程序用。`);
  // Only the process with the login can speak there, and a `channel` says nothing.
  if (wechat && role !== "all") throw new SettingError("设置了 WECHATY_PUPPET，LIANXIN_ROLE 只能是 all：微信由登录的那个程序自己收发。");
  const town = get("LIANXIN_TOWN") ?? (databaseUrl ? "none" : sampleTown);
  return {
    databaseUrl,
    role,
    bucket: bucketFrom(get("LIANXIN_MEDIA")),
    dataFolder: get("LIANXIN_DATA") ?? (root ? "/var/lib/lianxin" : "./data"),
    port,
    host: get("LIANXIN_HOST") ?? "127.0.0.1",
    secret: get("LIANXIN_SECRET"),
    // Anyone may be anyone there: only where nobody from outside can be meant.
    sandbox: forced ? forced === "on" : !databaseUrl && !token && !wecom && !wechat,
    town: town === "none" ? undefined : town,
    model: modelFrom(get),
    wechat,
    telegram: token
      ? {
          token,
          ...optional("apiRoot", get("TELEGRAM_API_ROOT")),
          ...(webhookUrl && webhookSecret ? { webhook: { url: webhookUrl, secret: webhookSecret } } : {}),
        }
      : undefined,
    wecom,
  };
}

type Get = (name: string) => string | undefined;

/** Where pictures, voices and files lie, by `LIANXIN_MEDIA`; undefined for the data folder. */
export function bucketFrom(said: string | undefined): Bucket | undefined {
  const address = said?.trim() || undefined;
  const bucket = address === undefined ? undefined : readBucket(address);
  if (address !== undefined && !bucket) throw new SettingError("LIANXIN_MEDIA 应写成 s3://桶名/前缀?endpoint=https://地址&region=区域。");
  return bucket;
}

const DEFAULT_MODEL = "gpt-5-mini";
const DEFAULT_LISTENER = "gpt-4o-mini-transcribe";

function modelFrom(get: Get): Settings["model"] {
  const key = get("OPENAI_API_KEY");
  const baseUrl = get("OPENAI_BASE_URL");
  if (baseUrl && !URL.canParse(baseUrl)) throw new SettingError("OPENAI_BASE_URL 应是网址，如 https://api.example.com/v1。");
  return key
    ? { key, name: get("OPENAI_MODEL") ?? DEFAULT_MODEL, listener: get("OPENAI_TRANSCRIPTION_MODEL") ?? DEFAULT_LISTENER, ...optional("baseUrl", baseUrl) }
    : undefined;
}

function readWecom(get: Get): WecomSettings | undefined {
  const app = together(get, { corpId: "WECOM_CORP_ID", agentId: "WECOM_AGENT_ID", secret: "WECOM_SECRET", token: "WECOM_TOKEN", aesKey: "WECOM_AES_KEY" });
  if (app && !/^\d+$/u.test(app.agentId)) throw new SettingError("WECOM_AGENT_ID 应是应用详情里的 AgentId，只有数字。");
  if (app && !/^[A-Za-z0-9]{43}$/u.test(app.aesKey)) throw new SettingError("WECOM_AES_KEY 应是接收消息设置里的 EncodingAESKey，43 位字母和数字。");
  const bot = together(get, { botId: "WECOM_BOT_ID", secret: "WECOM_BOT_SECRET" });
  const groupRobots = readGroupRobots(get("WECOM_GROUP_ROBOTS"));
  const apiRoot = get("WECOM_API_ROOT")?.replace(/\/+$/u, "");
  if (apiRoot && (!URL.canParse(apiRoot) || !/^https?:/u.test(apiRoot))) throw new SettingError("WECOM_API_ROOT 应是 http:// 或 https:// 开头的地址。");
  if (!app && !bot && !groupRobots) return undefined;
  return {
    ...optional("apiRoot", apiRoot),
    ...(app ? { app } : {}),
    ...(bot ? { robot: { ...bot, botName: get("WECOM_BOT_NAME") ?? "链心" } } : {}),
    ...(groupRobots ? { groupRobots } : {}),
  };
}

/** All of these settings, or none of them. */
function together<K extends string>(get: Get, names: Record<K, string>): Record<K, string> | undefined {
  const pairs = Object.entries<string>(names).map(([key, name]) => [key, name, get(name)] as const);
  const missing = pairs.flatMap(([, name, value]) => (value === undefined ? [name] : []));
  if (missing.length === pairs.length) return undefined;
  const given = pairs.find(([, , value]) => value !== undefined)?.[1] ?? "";
  if (missing.length) throw new SettingError(`设置了 ${given}，还要设置 ${missing.join("、")}。`);
  return Object.fromEntries(pairs.map(([key, , value]) => [key, value])) as Record<K, string>;
}

/** `群=key，群=key`: by the id under which the program knows the group. */
function readGroupRobots(list: string | undefined): Map<string, string> | undefined {
  const robots = new Map<string, string>();
  for (const each of list?.split(/[,，;；\s]+/u).filter(Boolean) ?? []) {
    const [, room, key] = /^([^=]+)=([\w-]{8,64})$/u.exec(each) ?? [];
    if (!room || !key) throw new SettingError("WECOM_GROUP_ROBOTS 应写成 群=key，多个之间用逗号隔开；key 是群机器人地址里 key= 后面的那一段。");
    robots.set(room, key);
  }
  return robots.size ? robots : undefined;
}

/** The puppets that wechaty's own people keep, by their short names; any other by the name of its package. */
const PUPPETS = ["mock", "service", "padlocal", "wechat4u", "official-account"];
const NEED_TOKEN = /wechaty-puppet-(?:service|padlocal)$/u;

function readWechat(get: Get): Settings["wechat"] {
  const given = get("WECHATY_PUPPET");
  const [token, endpoint] = [get("WECHATY_TOKEN"), get("WECHATY_ENDPOINT")];
  if (!given && (token || endpoint)) throw new SettingError("设置了 WECHATY_TOKEN 或 WECHATY_ENDPOINT，还要设置 WECHATY_PUPPET。");
  if (!given) return undefined;
  const puppet = PUPPETS.includes(given) ? `wechaty-puppet-${given}` : given;
  if (!/^(?:@[\w-]+\/)?[\w-][\w.-]*$/u.test(puppet)) throw new SettingError(`WECHATY_PUPPET 应是 ${PUPPETS.join("、")} 之一，或一个 wechaty puppet 的包名。`);
  if (NEED_TOKEN.test(puppet) && !token) throw new SettingError(`WECHATY_PUPPET=${given} 还要设置 WECHATY_TOKEN。`);
  const seconds = (name: string, otherwise: number): number => {
    const value = Number(get(name) ?? otherwise);
    if (!(value >= 0 && value <= 3600)) throw new SettingError(`${name} 应是 0 到 3600 之间的秒数。`);
    return value * 1000;
  };
  return {
    puppet,
    puppetOptions: { ...optional("token", token), ...optional("endpoint", endpoint) },
    quietMs: seconds("WECHATY_QUIET_SECONDS", 30),
    gapMs: seconds("WECHATY_GAP_SECONDS", 3),
  };
}

const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
