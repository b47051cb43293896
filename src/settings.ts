import { type Role, ROLES } from "./process/role.ts";

export type Settings = {
  databaseUrl: string | undefined;
  dataFolder: string;
  role: Role;
  port: number;
  host: string;
  secret: string | undefined;
  sandbox: boolean;
  /** A town file for an empty database; undefined for none. */
  town: string | undefined;
  wechat: { puppet: string; puppetOptions: { token?: string; endpoint?: string }; quietMs: number; gapMs: number } | undefined;
  telegram: { token: string; apiRoot?: string; webhook?: { url: string; secret: string } } | undefined;
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
    dataFolder: get("LIANXIN_DATA") ?? (root ? "/var/lib/lianxin" : "./data"),
    port,
    host: get("LIANXIN_HOST") ?? "127.0.0.1",
    secret: get("LIANXIN_SECRET"),
    // Anyone may be anyone there: only where nobody from outside can be meant.
    sandbox: forced ? forced === "on" : !databaseUrl && !token && !wechat,
    town: town === "none" ? undefined : town,
    wechat,
    telegram: token
      ? {
          token,
          ...optional("apiRoot", get("TELEGRAM_API_ROOT")),
          ...(webhookUrl && webhookSecret ? { webhook: { url: webhookUrl, secret: webhookSecret } } : {}),
        }
      : undefined,
  };
}

/** The puppets that wechaty's own people keep, by their short names; any other by the name of its package. */
const PUPPETS = ["mock", "service", "padlocal", "wechat4u", "official-account"];
const NEED_TOKEN = /wechaty-puppet-(?:service|padlocal)$/u;

function readWechat(get: (name: string) => string | undefined): Settings["wechat"] {
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
