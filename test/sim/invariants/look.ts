import type { Sql } from "../../../src/db/connect.ts";
import type { FarEnd } from "../far-end.ts";
import type { Record } from "../record.ts";
import type { TownPlan } from "../town.ts";

/** What a check may look at: what was said and shown, the town, and the database. */
export type Look = {
  sql: Sql;
  record: Record;
  far: FarEnd;
  town: TownPlan;
  /** When the town's days began, and the present moment, a midnight. */
  began: number;
  now: number;
  /** Since when this check looked last. */
  since: number;
};

/** What must always hold. It answers with what does not, in sentences. */
export type Invariant = { name: string; finds(look: Look): Promise<string[]> };
