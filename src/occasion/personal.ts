import type { Personal } from "../people/index.ts";

/** Who comes to an occasion. */
export const occasionPersonal: Personal = { refers: [{ table: "attendance", column: "person_id", once: ["occasion_id"] }] };
