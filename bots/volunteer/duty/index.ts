import type { Flow } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";

export const flows: readonly Flow<Turn>[] = [];
