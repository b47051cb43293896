import { takeOrders } from "./orders.ts";

/** One way of leading the same conversation: opened, then asked what is stuck, of which lane, and whether that is right;
 *  a matter at the end. Each runs in a process of its own (`serve`), so that none pays for another's heap. */
export type Contender = {
  /** So many people have opened the conversation and are asked the first question. */
  ask(people: number): Promise<void>;
  /** Resolves when what the person said and what became of it are stored. */
  hear(person: number, key: string, text: string): Promise<void>;
  /** How many matters there are. */
  matters(): Promise<number>;
  /** Replies that wait to be carried out are carried, or counted as carried. */
  carry?(): Promise<unknown>;
  forgetReplies?(): Promise<unknown>;
};

export type Order = { do: "ask"; people: number } | { do: "talk"; people: number; conversations: number; carried?: boolean };
export type Talked = { turns: number; perSecond: number; /** CPU of this process, a turn. */ cpuMs: number };

export const OPENING = "上报难处";
export const ASKED = {
  detail: "请用一两句话说说遇到的问题。",
  lane: "这属于哪一类？1 融资 2 政策 3 技术 4 法律 5 人才 6 供需 7 党建 8 其他",
  right: (lane: string, detail: string): string => `${lane}：${detail}。对吗？`,
} as const;
export const LANES = ["融资", "政策", "技术", "法律", "人才", "供需", "党建", "其他"] as const;
export const DETAIL_MIN = 6;
const YES = "对";

/** Who waits at the first question goes on to the end, and opens the next one. */
const SAID = ["厂门口的路坑坑洼洼，#辆大车进不来", "8", YES, OPENING];
/** So many talk at the same time, each waiting for what they said before to be stored. */
const AT_ONCE = 200;
/** Whose turn it is runs through all who wait, in no order of their rows. */
const STRIDE = 7919;

/** Takes orders from the bench, which is the parent process. */
export function serve(contender: Contender): void {
  let begun = 0;
  takeOrders<Order>((order) =>
    order.do === "ask" ? contender.ask(order.people) : talk(contender, order, (begun += order.conversations) - order.conversations),
  );
}

async function talk(contender: Contender, order: Extract<Order, { do: "talk" }>, from: number): Promise<Talked> {
  const { people, conversations, carried } = order;
  if (carried) await contender.forgetReplies?.();
  const before = await contender.matters();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const slots = Array.from({ length: AT_ONCE }, async (_, slot) => {
    for (let n = from + slot; n < from + conversations; n += AT_ONCE)
      for (const [at, text] of SAID.entries()) {
        // No two say the same.
        await contender.hear((n * STRIDE) % people, `${n}-${at}`, text.replace("#", String(n + 1)));
        if (carried) void contender.carry?.();
      }
  });
  await Promise.all(slots);
  if (carried) await contender.carry?.();
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const opened = (await contender.matters()) - before;
  if (opened !== conversations) throw new Error(`${opened} of ${conversations} matters were opened`);
  const turns = conversations * SAID.length;
  return { turns, perSecond: (turns / took) * 1000, cpuMs: (user + system) / 1000 / turns };
}
