/* A program of its own that the tests start and kill: opens the folder, says so, and stays until told to leave. */
import { DatabaseError } from "../../src/db/error.ts";
import { openDatabase } from "../../src/db/open.ts";

try {
  const database = await openDatabase({ folder: process.argv[2] ?? "" });
  await database.sql`insert into clock_state (key, value) values (${`opened-${process.pid}`}, 'yes')`;
  const [backend] = await database.sql<{ start: string }[]>`select pg_postmaster_start_time()::text as start`;
  process.stdout.write(`${JSON.stringify({ open: true, start: backend?.start })}\n`);
  process.stdin.once("data", () => void database.close().then(() => process.exit(0)));
} catch (error) {
  const { code, message } = error instanceof DatabaseError ? error : { code: "other", message: String(error) };
  process.stdout.write(`${JSON.stringify({ open: false, code, message })}\n`);
  process.exitCode = 1;
}
