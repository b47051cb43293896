import { createRequire } from "node:module";
import { createWecom } from "../../src/channel/wecom/index.ts";
import { AES_KEY, AGENT_ID, BOT_ID, BOT_SECRET, CORP_ID, SECRET, TOKEN } from "../wecom/ids.ts";
import { createEars } from "./ears.ts";

/* A whole program of one channel: it ends by itself only when stop() left nothing that holds it. */
const loaded = (): boolean => Object.keys(createRequire(import.meta.url).cache).some((each) => each.includes("/node_modules/@wecom/aibot-node-sdk/"));
const ears = createEars();
const app = { corpId: CORP_ID, agentId: AGENT_ID, secret: SECRET, token: TOKEN, aesKey: AES_KEY };
const robot = { botId: BOT_ID, secret: BOT_SECRET, botName: "链心" };
const channel = createWecom({ apiRoot: process.argv[2] ?? "", app, robot, now: Date.now });
console.log(`before start: ${loaded()}`);
await channel.start(ears);
console.log(`after start: ${loaded()}`);
await ears.up();
const { text, where } = await ears.message("早");
console.log(`heard ${text}`);
await channel.send({ key: "1", to: where, text: "早", buttons: [] });
await channel.stop();
console.log("stopped");
