import type { Turn } from "../../../src/people/index.ts";
import type { Flow } from "../../../src/flow/index.ts";
import { askMatter, listMatters } from "./ask.ts";
import { assignMatter, awayOwner } from "./hand-on.ts";
import { call, problem } from "./matter.ts";
import { problemPersonal } from "./personal.ts";
import { acceptMatter, finishMatter, pauseMatter, progressMatter, promiseMatter, resumeMatter } from "./owner.ts";
import { attach, correctMatter, joinMatter, problemAmount, supplementMatter, withdrawMatter } from "./raiser.ts";
import { reportProblem } from "./report.ts";
import { rerouteMatter } from "./reroute.ts";
import { signMatter, unreachedMatter, unsolvableMatter } from "./second-signature.ts";
import { confirmMatter, pressedMatter, scoreMatter } from "./visit.ts";

/** An enterprise's problem, driven to its end (report, lanes and clocks, return visit). */
export const flows: readonly Flow<Turn>[] = [
  reportProblem,
  problemAmount,
  acceptMatter,
  progressMatter,
  promiseMatter,
  pauseMatter,
  resumeMatter,
  finishMatter,
  rerouteMatter,
  unsolvableMatter,
  signMatter,
  unreachedMatter,
  confirmMatter,
  scoreMatter,
  pressedMatter,
  withdrawMatter,
  joinMatter,
  correctMatter,
  supplementMatter,
  attach,
  askMatter,
  listMatters,
  assignMatter,
  awayOwner,
];
export const kinds = [problem, call];
export { inquiries } from "./model.ts";
export const personal = [problemPersonal];
