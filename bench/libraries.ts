import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { connect } from "../src/db/connect.ts";
import { startServer } from "../src/db/server.ts";
import { dataFolder } from "../test/running/program.ts";
import { type Child, startChild } from "./child.ts";
import type { Talked } from "./contender.ts";
import { compare, median, type Result, ROUNDS } from "./measure.ts";
import { fillTown } from "./program.ts";

/** So many people stand in the middle of a conversation while 200 of them talk at once. */
const WAITING = [200, 20_000] as const;
const LIBRARIES = ["telegraf", "grammy", "xstate"] as const;
/** Stored as its guide shows it; with our guarantees added, in a transaction a turn. */
const WAYS = { guide: 1, guarded: 5 } as const;
type Way = keyof typeof WAYS;
/** Conversations a round, four turns each: a second and a half of each contender's time. In much less, what is measured is
 *  how fast a process gets going again that stood still while the others ran. */
const A_ROUND = { ours: 2000, carried: 1000, guide: 1000, guarded: 400 } as const;
/** With a hundred times as many people waiting, at least this share of the rate remains; what lacks is noise. */
const FLAT = 0.8;

type Kind = keyof typeof A_ROUND;
/** Two entries may share a process: ours, and ours with every reply carried out as well. */
type Entry = { name: string; kind: Kind; people: number; child: Child; rates: number[]; cpu: number[] };
type Bench = { socket: string; fresh(name: string): Promise<string> };

/** The same three questions through our conversation and through the libraries people would reach for, on one durable
 *  server, each in a process and a database of its own, round by round. */
export async function libraries(): Promise<Result[]> {
  await install();
  const folder = await dataFolder();
  const server = await startRoomy(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  const entries: Entry[] = [];
  try {
    await admin`create database town`;
    const town = connect({ socket: server.socket, database: "town" }, { max: 1 });
    await fillTown(town, Math.max(...WAITING));
    await town.end();
    const fresh = async (name: string): Promise<string> => {
      await admin.unsafe(`create database ${name} template town strategy = file_copy`);
      return name;
    };
    for (const people of WAITING) await enterAll({ socket: server.socket, fresh }, people, entries);
    await admin`checkpoint`;
    await measure(entries);
    return WAITING.flatMap((people) => against(entries, people)).concat(flat(entries));
  } finally {
    await Promise.all(entries.map((each) => each.child.stop()));
    await admin.end();
    await server.stop();
    await folder.remove();
  }
}

/** A server that lets every contender keep its connections. */
async function startRoomy(path: string) {
  const first = await startServer(path);
  const admin = connect({ socket: first.socket, database: "postgres" }, { max: 1 });
  await admin`alter system set max_connections = 400`;
  await admin.end();
  await first.stop();
  return startServer(path);
}

async function enterAll(bench: Bench, people: number, entries: Entry[]): Promise<void> {
  const enter = async (name: string, kinds: readonly Kind[], file: string): Promise<void> => {
    const child = await startChild(file, [bench.socket, await bench.fresh(`${name}_${kinds[0]}_${people}`), kinds[0] ?? ""]);
    for (const kind of kinds) entries.push({ name, kind, people, child, rates: [], cpu: [] });
    await child.do({ do: "ask", people });
  };
  await enter("ours", ["ours", "carried"], "ours.ts");
  for (const library of LIBRARIES) for (const way of Object.keys(WAYS) as Way[]) await enter(library, [way], `peers/${library}.ts`);
}

async function measure(entries: readonly Entry[]): Promise<void> {
  // The first round opens connections and prepares statements, and what runs often is compiled.
  for (let round = -1; round < ROUNDS; round += 1)
    for (const each of entries) {
      const conversations = A_ROUND[each.kind];
      const { perSecond, cpuMs } = await each.child.do<Talked>({ do: "talk", people: each.people, conversations, carried: each.kind === "carried" });
      if (round < 0) continue;
      each.rates.push(perSecond);
      each.cpu.push(cpuMs);
    }
}

function against(entries: readonly Entry[], people: number): Result[] {
  const here = entries.filter((each) => each.people === people);
  const [ours, carried] = here as [Entry, Entry];
  return here.flatMap(({ name, kind, rates, cpu }) => {
    if (kind === "ours" || kind === "carried") return [];
    const rounds = rates.map((peer, round) => ({ ours: ours.rates[round] ?? NaN, peer }));
    const withReplies = median(rates.map((peer, round) => (carried.rates[round] ?? NaN) / peer));
    const notes = {
      "CPU of the process a turn": `ours ${median(ours.cpu).toFixed(2)} ms, ${name} ${median(cpu).toFixed(2)} ms`,
      // The guides' replies go out with the turn; ours, and those of the guarded, are lines to be carried.
      ...(kind === "guide" ? { "with our replies carried out as well": `${Math.round(median(carried.rates))} turns/s, ${withReplies.toFixed(2)} ×` } : {}),
    };
    return [compare(`libraries-${name}-${kind}-${people}`, "turns/s", "more is better", rounds, WAYS[kind], notes)];
  });
}

function flat(entries: readonly Entry[]): Result {
  const [few, many] = WAITING.map((people) => entries.filter((each) => each.people === people)) as [Entry[], Entry[]];
  const growth = many.map(({ name, kind, rates }, at) => {
    const rounds = rates.map((ours, round) => ({ ours, peer: few[at]?.rates[round] ?? NaN }));
    return { name, kind, rounds, ratio: median(rounds.map(({ ours, peer }) => ours / peer)) };
  });
  const rounds = growth[0]?.rounds ?? [];
  const notes = Object.fromEntries(growth.slice(1).map(({ name, kind, ratio }) => [`${name} ${kind}`, `${ratio.toFixed(2)} ×`]));
  return compare("libraries-flat", "turns/s", "more is better", rounds, FLAT, notes);
}

/** The libraries are no dependency of the project: they are installed in their own folder when they are first asked for. */
async function install(): Promise<void> {
  const cwd = fileURLToPath(new URL("peers", import.meta.url));
  const found = await access(`${cwd}/node_modules/grammy`).then(
    () => true,
    () => false,
  );
  if (!found) await promisify(execFile)("npm", ["ci", "--ignore-scripts"], { cwd });
}
