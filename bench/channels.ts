import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startBotApi, TOKEN } from "../test/bot-api/server.ts";
import { createEars } from "../test/contract/ears.ts";
import type { FarEnd } from "../test/contract/harness.ts";
import { telegramFarEnd } from "../test/contract/telegram-far.ts";
import { wechatFarEnd } from "../test/contract/wechat-far.ts";
import { appFarEnd } from "../test/contract/wecom-far.ts";
import { dataFolder, MORNING, startProgram, toMorning } from "../test/running/program.ts";
import type { Shown as OnPhone } from "../test/wechat/phone.ts";
import { startPhoneHost, startRemotePhone } from "../test/wechat/start-server.ts";
import { createCaller } from "../test/wecom/callback.ts";
import { AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN as CALLBACK_TOKEN } from "../test/wecom/ids.ts";
import { startWecom } from "../test/wecom/server.ts";
import { figure, percentile, type Result, within } from "./measure.ts";
import { townOf } from "./town.ts";

const PER_SECOND = 50;
const SECONDS = 8;
/** They open connections and prepare statements; nobody counts them. */
const WARM_UP = 50;
const PEOPLE = WARM_UP + PER_SECOND * SECONDS;
const PATIENCE_MS = 120_000;
const PROBLEM = "流动资金缺800万，银行说抵押物不够";
const ROOMS = 1000;
/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: messages in a second, wherever to. */
const A_SECOND = 30;
/** The whole may take so much longer than the limit alone would make it. */
const SLACK = 1.1;

type Far = { far: FarEnd; env: Record<string, string>; changed: (look: () => void) => void; begun(address: string): void; close(): Promise<void> };

/** From a message at each platform's far end to the reply there, at a steady rate; and a broadcast held to a platform's pace. */
export async function channels(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, open] of Object.entries({ telegram, wechat, wecom })) {
    const took = await talkOver(name, await open());
    const load = { load: `${PER_SECOND} messages a second for ${SECONDS} s` };
    results.push(figure(`channels-${name}-p50`, "ms", [percentile(took, 0.5)], load), figure(`channels-${name}-p99`, "ms", [percentile(took, 0.99)], load));
  }
  return [...results, await pace()];
}

async function talkOver(channel: string, { far, env, changed, begun, close }: Far): Promise<number[]> {
  const folder = await dataFolder();
  const people = Array.from({ length: PEOPLE }, (_, n) => far.person(`人${n}`));
  const places = await Promise.all(people.map((each) => far.direct(each)));
  const town = join(folder.path, "..", "town.json");
  const listed = people.map((each, n) => ({ name: `人${n}`, accounts: { [channel]: each.id } }));
  await writeFile(town, JSON.stringify({ ...townOf(PEOPLE), people: listed }));
  const program = await startProgram({ LIANXIN_DATA: folder.path, HOME: folder.path, LIANXIN_TOWN: town, ...env });
  begun(program.address);
  const saidAt = new Map<number, number>();
  const took = new Map<number, number>();
  const one = (n: number): void => {
    const [who, place] = [people[n], places[n]];
    if (!who || !place) return;
    saidAt.set(n, performance.now());
    far.say(place, who, PROBLEM);
  };
  const look = (): void => {
    for (const [n, at] of saidAt) {
      const place = places[n];
      if (!place || !far.shown(place).length) continue;
      took.set(n, performance.now() - at);
      saidAt.delete(n);
    }
  };
  changed(look);
  try {
    for (let n = 0; n < WARM_UP; n += 1) one(n);
    await until(() => took.size === WARM_UP);
    const began = performance.now();
    for (let next = WARM_UP; next < PEOPLE;) {
      for (; next < PEOPLE && ((next - WARM_UP) * 1000) / PER_SECOND <= performance.now() - began; next += 1) one(next);
      await pause(5);
    }
    await until(() => took.size === PEOPLE);
    return [...took].filter(([n]) => n >= WARM_UP).map(([, ms]) => ms);
  } finally {
    await program.kill();
    await close();
    await folder.remove();
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
async function until(what: () => boolean): Promise<void> {
  for (const began = performance.now(); !what();) {
    if (performance.now() - began > PATIENCE_MS) throw new Error("not everybody was answered in time");
    await pause(5);
  }
}

async function telegram(): Promise<Far> {
  const api = await startBotApi({ patienceMs: PATIENCE_MS });
  return {
    far: telegramFarEnd(api),
    env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root },
    changed: (look) => void api.waitFor("the end", () => (look(), undefined)).catch(() => {}),
    begun: () => {},
    close: () => api.close(),
  };
}

async function wechat(): Promise<Far> {
  const ears = createEars(PATIENCE_MS);
  const board: OnPhone[] = [];
  const host = await startPhoneHost();
  const remote = await startRemotePhone(host, (shown) => {
    board.push(shown);
    ears.changed();
  });
  return {
    far: wechatFarEnd(remote.post, board, ears),
    env: { WECHATY_PUPPET: "service", WECHATY_TOKEN: remote.token, WECHATY_ENDPOINT: remote.endpoint, WECHATY_QUIET_SECONDS: "0", WECHATY_GAP_SECONDS: "0" },
    changed: (look) => void ears.waitFor("the end", () => (look(), undefined)).catch(() => {}),
    begun: () => {},
    close: () => host.kill(),
  };
}

async function wecom(): Promise<Far> {
  const server = await startWecom(PATIENCE_MS);
  let url = "";
  const caller = createCaller(() => url, server.changed);
  return {
    far: appFarEnd(server, caller),
    env: {
      WECOM_CORP_ID: CORP_ID,
      WECOM_AGENT_ID: AGENT_ID,
      WECOM_SECRET: SECRET,
      WECOM_TOKEN: CALLBACK_TOKEN,
      WECOM_AES_KEY: AES_KEY,
      WECOM_API_ROOT: server.root,
    },
    changed: (look) => void server.waitFor("the end", () => (look(), undefined)).catch(() => {}),
    begun: (address) => void (url = `${address}/wecom`),
    close: async () => (caller.close(), server.close()),
  };
}

/** An announcement to a thousand people on Telegram: never more in any second than the platform allows, and not much slower
 *  than that. */
async function pace(): Promise<Result> {
  const api = await startBotApi({ patienceMs: PATIENCE_MS, now: () => MORNING });
  const folder = await dataFolder();
  const users = Array.from({ length: ROOMS }, (_, n) => api.person(`人${n}`));
  const secretary = api.person("书记");
  for (const each of [...users, secretary]) api.begun.add(each.id);
  const people = [...users, secretary].map((each, n) => ({ name: n < ROOMS ? `人${n}` : "书记", accounts: { telegram: String(each.id) } }));
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify({ ...townOf(ROOMS), people, limits: { approve_over: ROOMS } }));
  const env = { LIANXIN_SANDBOX: "on", TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root };
  const program = await startProgram({ LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, ...env });
  const times: number[] = [];
  let read = 0;
  const look = (): true | undefined => {
    for (; read < api.messages.length; read += 1) {
      const { from, chat } = api.messages[read] ?? { from: undefined, chat: undefined };
      if (from?.id === api.me.id && chat?.id !== secretary.id) times.push(performance.now());
    }
    return times.length >= ROOMS || undefined;
  };
  try {
    await toMorning(program);
    api.say(api.direct(secretary), secretary, "给所有企业发通知：明天上午九点停电检修");
    await api.waitFor("the preview", () => api.sent(secretary.id).find((each) => /1 发送/u.test(each.text ?? "")));
    const all = api.waitFor(`${ROOMS} lines`, look);
    api.say(api.direct(secretary), secretary, "1");
    await all;
    const most = Math.max(...times.map((at, n) => times.slice(n).filter((each) => each < at + 1000).length));
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    const limit = ROOMS / A_SECOND;
    const seen = { "most in a second": most, "at most": A_SECOND, "the limit alone": Math.round(limit * 10) / 10 };
    const result = within("channels-pace", "s", [seconds], limit * SLACK, seen);
    return { ...result, pass: result.pass && most <= A_SECOND };
  } finally {
    await program.kill();
    await api.close();
    await folder.remove();
  }
}
