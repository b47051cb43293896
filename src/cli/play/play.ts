import { glob, readFile } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import type { Worlds } from "./worlds.ts";
import { Actor } from "./act.ts";
import { parsePlays, type Play, PlayGrammarError } from "./parse.ts";
import type { Bots, Every } from "./stage.ts";

export const EVERY: readonly Every[] = ["restart", "redeliver", "crash"];
export type Report = { passed: number; failures: string[] };

/** The plays in the files that these patterns name; none is an error. */
export async function findPlays(patterns: readonly string[]): Promise<Play[]> {
  const files = new Set<string>();
  for (const pattern of patterns) for await (const file of glob(isAbsolute(pattern) ? pattern : resolve(pattern))) files.add(file);
  if (!files.size) throw new PlayGrammarError(`no play found: ${patterns.join(" ")}`);
  const plays = await Promise.all([...files].toSorted().map(async (file) => parsePlays(file, await readFile(file, "utf8"))));
  const all = plays.flat();
  if (!all.length) throw new PlayGrammarError("the files hold no play (“# title”)");
  return all;
}

/** Acts plays out, two at a time, each in a fresh world. */
export async function actOut(plays: readonly Play[], bots: Bots, every: Every, worlds: Worlds, told: (line: string) => void = () => {}): Promise<Report> {
  const report: Report = { passed: 0, failures: [] };
  const queue = [...plays];
  const hand = async (): Promise<void> => {
    for (let play = queue.shift(); play; play = queue.shift()) {
      const failure = await one(play, bots, every, worlds);
      if (failure === undefined) report.passed += 1;
      else report.failures.push(failure);
      told(failure ?? `ok ${play.title}`);
    }
  };
  await Promise.all([hand(), hand(), hand()]);
  return report;
}

async function one(play: Play, bots: Bots, every: Every, worlds: Worlds): Promise<string | undefined> {
  const town = play.statements.find((each) => each.does === "town");
  const world = await worlds.open(play.file, town?.name ?? "");
  let sound = false;
  try {
    await new Actor(world.sql, play, bots, every, () => Promise.resolve()).run();
    sound = true;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await world.close(sound);
  }
}
