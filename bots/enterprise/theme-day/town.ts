import { addMonths, keepRules, type NewRule } from "../../../src/occasion/index.ts";
import type { TownReader } from "../../../src/people/index.ts";
import type { ThemeRule } from "./facts.ts";

type Kept = { key: string; rule: ThemeRule };

/** The theme days of a town file as rules. New hosts take turns from the next month on; a chain without any loses its rule. */
export const readThemeDays: TownReader = async (sql, town, { now }) => {
  const [ids, kept] = await Promise.all([
    sql<{ key: string; id: number }[]>`select key, id from organisation where kind in ('chain', 'enterprise')`,
    sql<Kept[]>`select key, rule from occasion_rule where kind = 'theme_day' and next_at is not null`,
  ]);
  const idOf = new Map(ids.map((each) => [each.key, each.id]));
  const before = new Map(kept.map((each) => [each.key, each.rule]));
  const given = (town.chains ?? []).flatMap((chain): NewRule[] => {
    if (!chain.theme_day) return [];
    const key = `theme_day ${chain.name}`;
    const { rule, time, start } = chain.theme_day;
    const hosts = (chain.theme_day.hosts ?? (chain.enterprises ?? []).map((each) => each.name)).flatMap((each) => idOf.get(`enterprise ${each}`) ?? []);
    const next = addMonths(new Date(now).toISOString().slice(0, 7), 1);
    const made: ThemeRule = { rule, hosts, ...(time ? { time } : {}), ...(start ? { start } : {}) };
    return [{ key, kind: "theme_day", organisation: idOf.get(`chain ${chain.name}`) ?? null, rule: { ...made, ...turned(before.get(key), hosts, next) } }];
  });
  const keys = new Set(given.map((each) => each.key));
  const ended = kept.filter((each) => !keys.has(each.key)).map(({ key }): NewRule => ({ key, kind: "theme_day", organisation: null, rule: null }));
  await keepRules(sql, [...given, ...ended], now);
};

/** From when, and how often already, other hosts took over. */
function turned(before: ThemeRule | undefined, hosts: readonly number[], next: string): Pick<ThemeRule, "epoch" | "since"> {
  if (before && before.hosts.join() !== hosts.join()) return { epoch: (before.epoch ?? 0) + 1, since: next };
  return { ...(before?.epoch === undefined ? {} : { epoch: before.epoch }), ...(before?.since === undefined ? {} : { since: before.since }) };
}
