import { PuppetServer } from "wechaty-puppet-service";
import { type Deed, Phone, PhonePuppet } from "./phone.ts";

/* A puppet server in a process of its own, as an operator runs one: node server.ts TOKEN ENDPOINT. The people at its phone
   are in the process that started it: deeds come by message, what is shown goes back by message. */
const [token = "", endpoint = ""] = process.argv.slice(2);
/** The mock has no heartbeat; without one a healthy idle client is reset. */
const BEAT_MS = 5_000;

let asked = 0;
const answers = new Map<number, () => void>();
/** Resolves when the other side has seen it, and so when all it posted before has arrived here. */
const ask = (about: object): Promise<void> =>
  new Promise((resolve) => {
    asked += 1;
    answers.set(asked, resolve);
    process.send?.({ ...about, ask: asked });
  });

const phone = new Phone(
  (shown) => ask({ shown }),
  () => ask({}),
);
const puppet = new PhonePuppet(phone);
// Noise of the mock: nothing here depends on it.
puppet.on("error", () => {});
const server = new PuppetServer({ puppet, token, endpoint });

process.on("message", (message: { deed: Deed } | { answer: number }) => {
  if ("deed" in message) phone.perform(message.deed);
  else answers.get(message.answer)?.();
});
process.on("disconnect", () => process.exit(0));
setInterval(() => puppet.emit("heartbeat", { data: "alive" }), BEAT_MS);
await server.start();
process.send?.({ ready: true });
