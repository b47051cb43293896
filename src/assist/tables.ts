import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../db/columns.ts";

/** What was asked of a model, for its budget and its bill: the task and its size, never the words. */
export const model_call = pgTable(
  "model_call",
  {
    id: id(),
    at: instant().notNull(),
    /** intent · … : what it was asked for */
    task: text().notNull(),
    room_id: ref(),
    /** asked · answered · refused · deadline · unreachable · limited · garbled */
    outcome: text().notNull(),
    /** schema · json · text: how the shape was asked for */
    mode: text(),
    tokens_in: integer().notNull().default(0),
    tokens_out: integer().notNull().default(0),
    took_ms: integer(),
  },
  (t) => [index("model_call_day").on(t.at, t.room_id)],
);
