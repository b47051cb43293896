import { type Scratch, scratchServer } from "../src/db/scratch.ts";

/* One scratch server for a whole run of tests, instead of one in each of their processes. */

let server: Scratch | undefined;

export async function globalSetup(): Promise<void> {
  if (process.env["TEST_DATABASE_URL"]) return;
  server = await scratchServer(undefined);
  process.env["TEST_DATABASE_TEMPLATE"] = await server.empty();
  process.env["TEST_DATABASE_URL"] = server.url;
}

export async function globalTeardown(): Promise<void> {
  await server?.close();
}
