import type { Audited } from "../audit/index.ts";
import type { Change } from "../matter/index.ts";
import type { Tied } from "../people/index.ts";
import { type Deeds, taken } from "./deeds.ts";

/** What of a batch must not be denied later: sealed fields shown to somebody, somebody's standing, a matter that ended without
 *  its raiser's word. Most batches have none, and then nobody waits for the chain. */
export function auditedOf(deeds: Deeds, changes: readonly Change[]): Audited[] {
  const looks = taken<{ to?: number; of: readonly number[] }>(deeds, "audit.look");
  deeds.delete("audit.look");
  return [
    ...looks.flatMap(({ value, who }) => value.of.map((of): Audited => ({ by: `person ${value.to ?? who}`, what: "look", about: `person ${of}` }))),
    ...taken<{ person: number; organisation: number | null }>(deeds, "person.welcome").map(({ value, who }): Audited => ({
      by: `person ${who}`,
      what: "role",
      about: `person ${value.person}`,
      details: { organisation: value.organisation },
    })),
    ...taken<Tied>(deeds, "person.tie").map(({ value, who }): Audited => ({
      by: `person ${who}`,
      what: "merge",
      about: `person ${value.person}`,
      details: { from: value.newcomer, how: value.how, account: value.account ?? null },
    })),
    ...taken<{ merge: number; person: number }>(deeds, "person.untie").map(({ value, who }): Audited => ({
      by: `person ${who}`,
      what: "unmerge",
      about: `person ${value.person}`,
      details: { merge: value.merge },
    })),
    ...changes.flatMap(({ id, patch, events }): Audited[] => {
      const end = patch.state;
      if (end !== "unsolvable" && end !== "unreached") return [];
      return [{ by: `person ${events[0]?.by ?? "?"}`, what: "exception", about: `matter ${id}`, details: { end } }];
    }),
  ];
}
