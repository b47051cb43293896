/* Where a test may end the program: each place has a name, and this is the list of them. In plays a crash is thrown, in
   the real program `LIANXIN_CRASH_AT` ends the process there (test/crash). Without it a point is an empty call. */

const TICKED = ["owners", "plans", "sessions", "matters", "occasions", "notices"] as const;
const MOMENTS = ["claimed", "written", "committed"] as const;

/** In the order in which a program and a message pass them. A *written* is not committed yet. */
export const crashPoints = [
  "import begun",
  "import written",
  "import committed",
  "start recovered",
  "updates fetched",
  "updates heard",
  "updates acknowledged",
  "press heard",
  "media begun",
  "media stored",
  "media recorded",
  "turn begun",
  "turn seen",
  "turn decided",
  "turn numbered",
  "turn written",
  "turn committed",
  "rooms taken",
  "lines claimed",
  "bubbles formed",
  "line handed",
  "line sent",
  "line marked",
  "line postponed",
  "line given up",
  "clock turned",
  "bystanders forgotten",
  ...TICKED.flatMap((what) => MOMENTS.map((moment) => `${what} ${moment}` as const)),
] as const;
/** Passed only where several processes share a database. */
export const sharedPoints: readonly CrashPoint[] = ["rooms taken"];
export type CrashPoint = (typeof crashPoints)[number];

/** Called wherever a point is passed. */
export type Pass = (point: CrashPoint) => void;

/** A setting that names no point. */
export class CrashSettingError extends Error {
  override name = "CrashSettingError";
}

/** `line sent:2,turn seen:1`: ends at the second pass of the one or the first of the other, whichever comes first. `trace`
 *  ends nothing, and tells of each pass. */
export function crashAt(setting: string | undefined, end: Pass, tell: Pass): Pass {
  if (!setting) return () => {};
  if (setting === "trace") return tell;
  const left = new Map(setting.split(",").map(readPoint));
  return (point) => {
    const passes = left.get(point);
    if (passes === undefined) return;
    left.set(point, passes - 1);
    if (passes === 1) end(point);
  };
}

function readPoint(words: string): [CrashPoint, number] {
  const [name = "", passes = "1"] = words.split(":");
  const point = crashPoints.find((each) => each === name.trim());
  if (!point || !(Number(passes) >= 1)) throw new CrashSettingError(`LIANXIN_CRASH_AT 里没有叫“${words}”的地方。`);
  return [point, Number(passes)];
}
