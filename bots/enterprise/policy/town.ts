import { occasionDeeds } from "../../../src/occasion/index.ts";
import type { Town, TownReader } from "../../../src/people/index.ts";
import { type Draft, keepPolicies, settleStates } from "./keep.ts";
import { digestRule, rematchRule, windowRule } from "./rules.ts";

/** The library of a town file, what is known of its enterprises, and the rules by which chains hear of policies. */
export const readPolicies: TownReader = async (sql, town, { now }) => {
  const facts = JSON.stringify(factsOf(town));
  await sql`
    insert into enterprise_fact (organisation_id, fact, value, known_on)
    select o.id, r.fact, r.value, (${now}::timestamptz at time zone t.zone)::date
    from json_to_recordset(${facts}::text::json) as r(key text, fact text, value jsonb) join organisation o on o.key = r.key cross join town t
    order by o.id, r.fact
    on conflict (organisation_id, fact) do update set value = excluded.value, known_on = excluded.known_on, said_by = null
      where enterprise_fact.value <> excluded.value`;
  const kept = await keepPolicies(sql, (town.policies ?? []).map(policyOf), "current", now);
  await settleStates(sql);
  const chains = await sql<{ id: number; name: string }[]>`select id, name from organisation where kind = 'chain' order by id`;
  const rules = [...chains.map(digestRule), ...kept.map(windowRule), ...(kept.length ? [rematchRule(now, "town")] : [])];
  await occasionDeeds["occasion.rule"](
    sql,
    rules.map((value) => ({ value, who: null, heard: null })),
    now,
  );
};

/** Conditions speak of these: the profile, and what a town says of an enterprise beside it. */
const factsOf = (town: Town) =>
  (town.chains ?? []).flatMap((chain) =>
    (chain.enterprises ?? []).flatMap(({ name, district, lead, makes, profile }) =>
      Object.entries({ chain: chain.name, district, lead, makes, ...profile }).flatMap(([fact, value]) =>
        value === undefined ? [] : [{ key: `enterprise ${name}`, fact, value }],
      ),
    ),
  );

function policyOf(given: NonNullable<Town["policies"]>[number]): Draft & { version: number } {
  const { window, benefit, conditions = [], exclusions = [], materials = [] } = given;
  return {
    title: given.title,
    version: given.version ?? 1,
    issuer: given.issuer ?? null,
    number: given.number ?? null,
    level: given.level ?? null,
    opens_on: window?.[0] ?? null,
    closes_on: window?.[1] ?? null,
    benefit: benefit?.text ?? null,
    cap_yuan: benefit?.cap_yuan ?? null,
    materials,
    contact: given.contact ?? null,
    supersedes: given.supersedes ?? null,
    conditions: [...conditions.map((each) => ({ ...each, excludes: false })), ...exclusions.map((each) => ({ ...each, excludes: true }))].map(
      ({ fact, is, value, clause, excludes }) => ({ fact, test: is, value, clause: clause ?? null, excludes }),
    ),
  };
}
