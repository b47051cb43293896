import { z } from "zod";
import { fingerprint, keysFrom } from "./seal.ts";

/* A backup is a gzipped tar of, in this order:
 *   manifest.json            what follows, and on which migrations it stands
 *   tables/NAME/000001.copy  each table's rows in COPY's text format, in parts of about a megabyte
 *   media/…                  the media folder as it lies
 *   end.json                 rows and SHA-256 of each table, where its sequences stood: without it the backup is cut */

export const backupFormat = 1;

/** A backup of a format that only a newer program knows. */
export const formatShape = z.object({ format: z.number().gt(backupFormat) });

export const manifestShape = z.object({
  format: z.literal(backupFormat),
  /** drizzle's own table: the migrations this data stands on. */
  migrations: z.array(z.object({ hash: z.string(), created_at: z.number() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  /** Tells whether a secret is the one these sealed columns were sealed with. */
  secret_print: z.string().optional(),
  /** The secret itself, only when it was asked for. */
  secret: z.string().optional(),
});

export const endShape = z.object({
  tables: z.record(z.string(), z.object({ rows: z.number(), sha256: z.string() })),
  sequences: z.array(z.object({ name: z.string(), last: z.number() })),
});

export type Manifest = z.infer<typeof manifestShape>;
export type End = z.infer<typeof endShape>;

export function printOf(secret: string): string {
  return fingerprint(keysFrom(secret).print, "lianxin backup");
}

/** A backup that cannot be made or used, in one sentence for the operator. */
export class BackupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BackupError";
  }
}

export const newer = (): BackupError => new BackupError("这份备份来自更新的链心，请先升级程序再恢复。");
