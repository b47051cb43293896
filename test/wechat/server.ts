import { log } from "wechaty";
import { type Deed, Phone, PhonePuppet } from "./phone.ts";

/* Puppet servers in a process of their own, as an operator runs one. The people at their phones are in the process that
   started this one: deeds come by message, what is shown goes back by message. */

/** The mock has no heartbeat; without one a healthy idle client is reset. */
const BEAT_MS = 5_000;
type Server = { start(): Promise<void>; stop(): Promise<void> };
type FromClient = { phone: number } & ({ begin: { token: string; endpoint: string } } | { deed: Deed } | { end: true } | { answer: number });

// Its types bring along others that change those of Node; its name alone does not.
const PACKAGE: string = "wechaty-puppet-service";
const { PuppetServer } = (await import(PACKAGE)) as { PuppetServer: new (options: object) => Server };
log.level("silent");

const phones = new Map<number, { phone: Phone; end(): Promise<void> }>();
let asked = 0;
const answers = new Map<number, () => void>();
/** Resolves when the other side has seen it, and so when all it posted before has arrived here. */
const ask = (about: object): Promise<void> =>
  new Promise((resolve) => {
    asked += 1;
    answers.set(asked, resolve);
    process.send?.({ ...about, ask: asked });
  });

async function begin(number: number, { token, endpoint }: { token: string; endpoint: string }): Promise<void> {
  const phone = new Phone(
    (shown) => ask({ phone: number, shown }),
    () => ask({ phone: number }),
  );
  const puppet = new PhonePuppet(phone);
  // Noise of the mock: nothing here depends on it.
  puppet.on("error", () => {});
  const server = new PuppetServer({ puppet, token, endpoint });
  const beat = setInterval(() => puppet.emit("heartbeat", { data: "alive" }), BEAT_MS);
  phones.set(number, { phone, end: () => (clearInterval(beat), phones.delete(number), server.stop()) });
  await server.start();
  process.send?.({ phone: number, ready: true });
}

process.on("message", (message: FromClient) => {
  if ("begin" in message) void begin(message.phone, message.begin);
  else if ("deed" in message) phones.get(message.phone)?.phone.perform(message.deed);
  else if ("answer" in message) answers.get(message.answer)?.();
  else void phones.get(message.phone)?.end();
});
process.on("disconnect", () => process.exit(0));
process.send?.({ host: true });
