import type { Flow } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { hearsOnBehalf, noticeReceipt, receipt } from "./confirm.ts";
import { askReceipts, tellJoined } from "./ledger.ts";
import { question } from "./question.ts";

/** Who has confirmed what was announced, in whatever words; and what they asked about it. */
export const flows: readonly Flow<Turn>[] = [noticeReceipt, receipt, question, askReceipts, tellJoined];
export const listens = [hearsOnBehalf];
