import { parseArgs } from "node:util";
import { startBotApi, TOKEN } from "./server.ts";

/* The Bot API as a process of its own, with people who talk: `tsx test/bot-api/main.ts --port 8081 --rate 50 --seconds 30`.
 * Start the program with the token and root it prints; once the bot polls or set its webhook, they begin. Each says
 * something privately; the time until the bot's next words to that person is measured and printed as JSON. */

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8081" },
    rate: { type: "string", default: "50" },
    seconds: { type: "string", default: "30" },
    people: { type: "string", default: "1000" },
    text: { type: "string", default: "帮助" },
  },
});
const [rate, seconds, people] = [Number(values.rate), Number(values.seconds), Number(values.people)];
/** How long the last answers are waited for. */
const GRACE_MS = 30_000;

const api = await startBotApi({ port: Number(values.port), patienceMs: seconds * 1000 + GRACE_MS });
process.stderr.write(`TELEGRAM_BOT_TOKEN=${TOKEN} TELEGRAM_API_ROOT=${api.root}\n`);
await new Promise<void>((begin) => {
  const look = setInterval(() => {
    if (!api.polling() && !api.calls.some((each) => each.method === "setWebhook")) return;
    clearInterval(look);
    begin();
  }, 100);
});

const crowd = Array.from({ length: people }, (_, n) => api.person(`人${n}`));
const askedAt = new Map<number, number>();
const took: number[] = [];
const total = rate * seconds;
let said = 0;
const speaking = setInterval(() => {
  const person = crowd[said % people];
  if (!person || said >= total) return clearInterval(speaking);
  if (!askedAt.has(person.id)) askedAt.set(person.id, performance.now());
  api.say(api.direct(person), person, `${values.text}`);
  said += 1;
}, 1000 / rate);

let read = 0;
const answered = (): boolean => {
  for (; read < api.messages.length; read += 1) {
    const message = api.messages[read];
    const asked = message?.from.is_bot ? askedAt.get(message.chat.id) : undefined;
    if (asked === undefined || !message) continue;
    took.push(performance.now() - asked);
    askedAt.delete(message.chat.id);
  }
  return said >= total && askedAt.size === 0;
};
const all = await api.waitFor("everybody has an answer", answered).catch(() => false);
took.sort((a, b) => a - b);
const at = (part: number): number => Math.round(took[Math.floor(part * (took.length - 1))] ?? NaN);
console.log(JSON.stringify({ said, answered: took.length, all: Boolean(all), p50_ms: at(0.5), p95_ms: at(0.95), max_ms: at(1) }));
await api.close();
