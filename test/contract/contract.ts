import { type TestContext, describe, it } from "node:test";
import type { Harness, MakeHarness } from "./harness.ts";
import { hearingContract } from "./hearing.ts";
import { sendingContract } from "./sending.ts";
import { troubleContract } from "./trouble.ts";

/** Longer, and a promise that never settles is the failure. */
const TEST_WAIT_MS = 30_000;
/** A sentence, and what shows that it holds. */
export type Claims = Record<string, (harness: Harness, test: TestContext) => Promise<void>>;

/** What every channel must do, whatever its platform: run unchanged against each of them. What a platform has no way to do
 *  is told by its sentence with the reason, and shown as skipped. */
export function channelContract(name: string, make: MakeHarness, absent: Record<string, string> = {}): void {
  const claims: Claims = { ...hearingContract, ...sendingContract, ...troubleContract };
  const unknown = Object.keys(absent).filter((sentence) => !(sentence in claims));
  if (unknown.length) throw new Error(`the contract does not claim that ${unknown.join("; ")}`);
  describe(name, () => {
    for (const [sentence, show] of Object.entries(claims))
      it(sentence, { timeout: TEST_WAIT_MS, skip: absent[sentence] ?? false }, async (test) => {
        const harness = await make();
        try {
          await harness.channel.start(harness.ears);
          await harness.ears.up();
          await show(harness, test);
        } finally {
          await harness.channel.stop();
          await harness.close();
        }
      });
  });
}
