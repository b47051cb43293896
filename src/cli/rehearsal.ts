import type { Channel, Heard } from "../channel/port.ts";
import { createMemory } from "../channel/memory/index.ts";
import type { Understand, Work } from "../conversation/index.ts";
import type { Sql } from "../db/connect.ts";
import type { Vault } from "../db/seal.ts";
import type { Suggestion } from "../people/index.ts";
import { createProgram, type Program } from "../program.ts";
import type { Copies } from "./rehearsal-copy.ts";
import { heardAgain, pointedAt, type Recorded, recorded } from "./rehearsal-record.ts";

/** So often in a row may something be due at one moment; more would never end. */
const MOST_STILL = 10_000;
const HOME = "web";

export type Bots = { work: Work; understand: Understand };
/** A turn whose reply would be another one now; null where nothing is said. */
export type Changed = { one: Recorded; was: string | null; now: string | null };
export type Rehearsed = { turns: number; changed: Changed[]; program: Program };

/** Lives through everything heard after what the stage already holds, on the recorded clock, with what falls due in between;
 *  compares what is said with what was said. */
export async function rehearse({ record, stage }: Copies, bots: Bots, vault: Vault): Promise<Rehearsed> {
  const [last] = await stage<{ id: number }[]>`select coalesce(max(id), 0) as id from heard`;
  const heard = await recorded(record, last?.id ?? 0);
  const clock = { now: heard[0]?.heard_at ?? 0 };
  const suggested: Suggested = new WeakMap();
  const channels = [...new Set([HOME, ...heard.map((each) => each.channel), ...(await outside(record))])].map(silentChannel);
  const program = await createProgram({
    sql: stage,
    now: () => clock.now,
    ...bots,
    vault,
    channels,
    home: HOME,
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
    recalled: (each) => suggested.get(each),
  });
  for (const one of heard) {
    await liveUntil(program, clock, one.heard_at);
    await hearAgain({ record, stage }, program, one, suggested);
  }
  const now = await saidNow(stage);
  const turns = heard.filter((each) => each.said !== null || each.parked || now.has(each.id));
  const changed = turns.flatMap((one): Changed[] => {
    const [was, again] = [one.parked ? "（处理时出错，转人工）" : one.said, now.get(one.id) ?? null];
    return same(was ?? "", again ?? "") ? [] : [{ one, was, now: again }];
  });
  return { turns: turns.length, changed, program };
}

const outside = async (record: Sql): Promise<string[]> =>
  (await record<{ channel: string }[]>`select distinct channel from account`).map((each) => each.channel);

/** Takes every line and shows it to nobody. */
function silentChannel(id: string): Channel {
  let count = 0;
  return {
    id,
    capabilities: createMemory(id).capabilities,
    start: async () => {},
    send: async () => ({ ok: true, messageIds: [`said ${id} ${(count += 1)}`] }),
    directLink: () => "https://example.invalid/",
    stop: async () => {},
  };
}

/** Everything due up to then, moment by moment. */
async function liveUntil(program: Program, clock: { now: number }, to: number): Promise<void> {
  for (let still = 0; still < MOST_STILL; still += 1) {
    const due = await program.nextDue();
    if (due === undefined || due > to) break;
    if (due > clock.now) still = 0;
    clock.now = Math.max(clock.now, due);
    await program.work();
  }
  clock.now = Math.max(clock.now, to);
}

/** What a model made of each message then: no model is asked again. */
type Suggested = WeakMap<Heard, Suggestion>;

/** One after the other, also those that were taken in one batch; each under the id it had, which people are shown. */
async function hearAgain({ record, stage }: Copies, program: Program, one: Recorded, suggested: Suggested): Promise<void> {
  await stage`select setval('heard_id_seq', ${one.id}, false)`;
  const { channel } = heardAgain(one, HOME, undefined);
  const heard = heardAgain(one, HOME, await pointedAt(record, stage, one, channel));
  if (one.detail.suggestion) suggested.set(heard, one.detail.suggestion);
  await program.hear(heard);
  await program.drain();
}

/** What the rehearsal said to each message, by the id it was recorded under. */
async function saidNow(stage: Sql): Promise<Map<number, string>> {
  const rows = await stage<{ key: string; said: string | null }[]>`
    select h.key, t.said from heard h join turn t on t.heard_id = h.id where h.key like 'rehearsal %' order by t.id desc`;
  return new Map(rows.map((each) => [Number(each.key.slice("rehearsal ".length)), each.said ?? ""]));
}

/** Addresses differ from channel to channel; nothing else may. */
const same = (was: string, now: string): boolean => plain(was) === plain(now);
const plain = (text: string): string => text.replaceAll(/https?:\/\/\S+/gu, "https://").trim();
