import { endRules, keepRules } from "../../../src/occasion/index.ts";
import type { TownReader } from "../../../src/people/index.ts";

const KIND = "checkin";

/** Teams that check in every morning, at their own time. A team that does not any more is asked no more. */
export const readCheckins: TownReader = async (sql, town, { now }) => {
  const teams = (town.teams ?? []).filter((each) => each.checkin);
  const rows = await sql<{ id: number; name: string }[]>`
    select id, name from organisation where kind = 'team' and name = any(${teams.map((each) => each.name)}::text[]) order by id`;
  const rules = rows.map(({ id, name }) => ({
    key: `${KIND} ${name}`,
    kind: KIND,
    organisation: id,
    rule: { ...teams.find((each) => each.name === name)?.checkin },
  }));
  await endRules(
    sql,
    KIND,
    rules.map((each) => each.key),
    now,
  );
  await keepRules(sql, rules, now);
};
