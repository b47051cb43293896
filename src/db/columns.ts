import { bigint, customType } from "drizzle-orm/pg-core";

/** A moment: milliseconds since 1970-01-01T00:00Z. Stored as timestamptz. */
export type Instant = number & { readonly __instant?: never };

/** A timestamptz column that reads and writes `Instant`. */
export const instant = customType<{ data: Instant; driverData: string | number }>({
  dataType: () => "timestamptz",
  toDriver: (moment) => new Date(moment).toISOString(),
  // Drizzle hands over the server's text, a pool of `connect()` the number.
  fromDriver: (given) => (typeof given === "number" ? given : Date.parse(given)),
});

/** Encrypted bytes (see `seal.ts`): never readable in the database file. */
export const sealed = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** The primary key of every table: a growing number, read as a JavaScript number. */
export const id = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

/** A reference to another table's key. */
export const ref = () => bigint({ mode: "number" });
