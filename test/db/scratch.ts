import { type Scratch, scratchServer } from "../../src/db/scratch.ts";

/** The scratch server of this test process: `TEST_DATABASE_URL`, or an embedded one. */
export function scratch(): Promise<Scratch> {
  return scratchServer(process.env["TEST_DATABASE_URL"]);
}
