import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { factsOf } from "../../bots/enterprise/theme-day/facts.ts";
import { type Assigned, factsFor, skip, swap } from "../../bots/enterprise/theme-day/turns.ts";
import type { Occasion } from "../../src/occasion/index.ts";

const ROUNDS = 3;

/** Whole rounds of so many hosts, one slot a month. */
const rota = (hosts: number): Occasion[] =>
  Array.from({ length: hosts * ROUNDS }, (_, turn) => ({
    id: turn + 1,
    slot: String(turn),
    at: turn,
    host_id: turn % hosts,
    facts: { turn, round: `0-${Math.floor(turn / hosts)}`, session: "training" },
  })) as object[] as Occasion[];

const taken = (slots: readonly Occasion[], assigned: readonly Assigned[]): Occasion[] =>
  slots.map((slot) => {
    const found = assigned.find((each) => each.slot.id === slot.id);
    return found ? { ...slot, host_id: found.host, facts: factsFor(found) } : slot;
  });

const hostsByRound = (slots: readonly Occasion[]): string[] =>
  [...Map.groupBy(slots, (each) => factsOf(each).round)]
    .map(
      ([round, list]) =>
        `${round}: ${list
          .map((each) => each.host_id)
          .toSorted((a, b) => (a ?? 0) - (b ?? 0))
          .join()}`,
    )
    .toSorted();

const change = fc.record({ kind: fc.constantFrom("skip", "swap"), at: fc.nat(), with: fc.nat(), later: fc.nat(2) });

test("however hosts skip and swap, each hosts once in every round and nobody is lost", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.array(change, { maxLength: 30 }), (hosts, changes) => {
      let slots = rota(hosts);
      const fair = hostsByRound(slots);
      let passed = 0;
      for (const each of changes) {
        const ahead = slots.slice(passed);
        const one = ahead[each.at % ahead.length] as Occasion;
        const assigned = each.kind === "skip" ? skip(one, ahead) : swap(one, ahead[each.with % ahead.length] as Occasion);
        slots = taken(slots, assigned ?? []);
        assert.deepEqual(hostsByRound(slots), fair);
        // Time goes on: what has passed stays as it was.
        passed = Math.min(passed + each.later, slots.length - 1);
      }
    }),
    { numRuns: 300 },
  );
});

test("who skips hosts later than they would have, and the date is another's", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), fc.nat(), (hosts, at) => {
      const slots = rota(hosts);
      const one = slots[at % (slots.length - 1)] as Occasion;
      const assigned = skip(one, slots) ?? [];
      const after = taken(slots, assigned);
      assert.notEqual(after[one.at]?.host_id, one.host_id);
      const later = assigned.find((each) => each.host === one.host_id);
      assert.ok(later && later.slot.at > one.at);
    }),
  );
});

test("a host alone cannot skip", () => assert.equal(skip(rota(1)[0] as Occasion, rota(1)), undefined));
