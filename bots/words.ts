import { readSpoken } from "../src/assist/spoken.ts";
import { machineWords } from "../src/assist/words.ts";
import { words as expert } from "./enterprise/expert/words.ts";
import { words as policy } from "./enterprise/policy/words.ts";
import { words as problem } from "./enterprise/problem/words.ts";
import { words as supply } from "./enterprise/supply/words.ts";
import { words as talent } from "./enterprise/talent/words.ts";
import { words as themeDay } from "./enterprise/theme-day/words.ts";
import { words as announce } from "./secretary/announce/words.ts";
import { words as joining } from "./secretary/joining/words.ts";
import { words as receipt } from "./secretary/receipt/words.ts";
import { words as leads } from "./supervision/leads/words.ts";
import { words as checkin } from "./volunteer/checkin/words.ts";
import { words as conduct } from "./volunteer/conduct/words.ts";
import { words as duty } from "./volunteer/duty/words.ts";
import { words as safety } from "./volunteer/safety/words.ts";
import { words as service } from "./volunteer/service/words.ts";
import { words as smiley } from "./volunteer/smiley/words.ts";

const spoken = readSpoken(new URL("spoken.tsv", import.meta.url));

/** How people say everything the bots understand. */
export const words = [
  ...machineWords,
  ...problem,
  ...policy,
  ...themeDay,
  ...talent,
  ...supply,
  ...expert,
  ...checkin,
  ...smiley,
  ...service,
  ...safety,
  ...duty,
  ...conduct,
  ...announce,
  ...joining,
  ...receipt,
  ...leads,
].map((each) => ({ ...each, examples: [...each.examples, ...(spoken.get(each.intent) ?? [])] }));
