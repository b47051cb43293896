import { words } from "../bots/words.ts";
import { createUnderstanding } from "../src/assist/understanding.ts";
import { instantOf } from "../src/calendar/working-time.ts";
import { understandLines } from "../src/cli/understand.ts";

const ZONE = "Asia/Shanghai";
const args = process.argv.slice(2);
const at = args.indexOf("--at");
const [date = "", time = "09:00"] = (at < 0 ? "" : (args[at + 1] ?? "")).split(/[ T]/u);
if ((args.length > 0 && at !== 0) || (at === 0 && !/^\d{4}-\d{2}-\d{2}$/u.test(date))) {
  process.stderr.write("用法：npm run -s understand [-- --at 2026-11-23]\n");
  process.exitCode = 2;
} else {
  const now = date ? instantOf(date, time.slice(0, 5), ZONE) : Date.now();
  await understandLines(createUnderstanding(words), { now, zone: ZONE }, process.stdin, process.stdout);
}
