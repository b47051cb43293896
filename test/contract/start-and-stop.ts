import { createRequire } from "node:module";
import { createTelegram } from "../../src/channel/telegram/index.ts";
import { createEars } from "./ears.ts";

/* A whole program of one channel: it ends by itself only when stop() left nothing that holds it. */
const loaded = (): boolean => Object.keys(createRequire(import.meta.url).cache).some((each) => each.includes("/node_modules/telegraf/"));
const ears = createEars();
const channel = createTelegram({ token: "4200:local-bot-api", apiRoot: process.argv[2] ?? "", now: Date.now });
console.log(`before start: ${loaded()}`);
await channel.start(ears);
console.log(`after start: ${loaded()}`);
await ears.up();
const { text, where } = await ears.message("早");
console.log(`heard ${text}`);
await channel.send({ key: "1", to: where, text: "早", buttons: [] });
await channel.stop();
console.log("stopped");
