import { iso } from "../time.ts";

/** A row for the world outside: row numbers are nobody's business there, moments are in the town's zone. */
export function printed(row: object, zone: string): Record<string, unknown> {
  const entries = Object.entries(row).filter(([name]) => name !== "id");
  return Object.fromEntries(
    entries.map(([name, value]) => [name, (name === "at" || name.endsWith("_at")) && typeof value === "number" ? iso(value, zone) : value]),
  );
}
