import type { Flow } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { invite, moveAccount } from "./codes.ts";
import { join, joinConfirm, joined } from "./join.ts";
import { merge, unmerge } from "./merge.ts";
import { roomName, unknownRoom } from "./rooms.ts";

export const flows: readonly Flow<Turn>[] = [joined, join, joinConfirm, moveAccount, invite, merge, unmerge, unknownRoom, roomName];
export { looks } from "./queries.ts";
