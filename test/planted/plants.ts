import type { Copy } from "./copy.ts";

/** One violation: planted in one file, it must make its guard say `says`, which the guard does not say without it. */
export type Plant = {
  what: string;
  guard: string;
  path: string;
  change: (text: string | undefined) => string;
  says: RegExp;
  run: (copy: Copy) => { status: number | null; output: string };
};

const PAGES = ["--import", "./bin/node24.js"];
const tidy = (copy: Copy) => copy.node(...PAGES, "--test", "--test-reporter=./test/reporter.ts", "test/tidy.test.ts");
const lint = (copy: Copy) => copy.node("node_modules/oxlint/bin/oxlint", "--type-aware");
const play = (copy: Copy) => copy.node(...PAGES, "bin/play.ts", "test/plays/problem/one-sentence.md");
const inPlace = (from: string, to: string) => (text: string | undefined) => text?.replace(from, to) ?? "";
const added = (code: string) => (text: string | undefined) => `${text ?? ""}\n${code}\n`;
const withoutRow = (term: string) => (text: string | undefined) =>
  (text ?? "")
    .split("\n")
    .map((line) => (line.startsWith("|") ? line.replace(`\`${term}\``, "") : line))
    .join("\n");

const rows: Plant[] = (
  [
    ["table", "heard"],
    ["state", "unsolvable"],
    ["matter kind", "call"],
    ["intent", "problem.report"],
    ["role", "commissioner"],
    ["event", "climbed"],
  ] as const
).map(([what, term]) => ({
  what: `${/^[aeiou]/u.test(what) ? "an" : "a"} ${what} without a glossary row`,
  guard: "tidy",
  path: "docs/glossary.md",
  change: withoutRow(term),
  says: new RegExp(`\\w+ \`${term}\``, "u"),
  run: tidy,
}));

const loops: Plant[] = [
  "for (const id of ids) await tx`select ${id}::int`;",
  "let id; while ((id = ids.pop())) await tx`select ${id}::int`;",
  "await Promise.all(ids.map((id) => tx`select ${id}::int`));",
  "for (const id of ids) await one(tx, id);",
].map((code) => ({
  what: `a query in a loop: ${code.slice(0, 40)}…`,
  guard: "tidy",
  path: "src/matter/write.ts",
  change: added(
    `declare function one(tx: Query, id: number): Promise<void>;\nexport async function planted(tx: Query, ids: number[]): Promise<void> {\n  ${code}\n}`,
  ),
  says: /src\/matter\/write\.ts:\d+ planted runs a query in a loop/u,
  run: tidy,
}));

export const plants: readonly Plant[] = [
  {
    what: "a migration that makes writers wait",
    guard: "tidy",
    path: "migrations/0099_planted.sql",
    change: added('CREATE INDEX "planted" ON "line" ("text");'),
    says: /migrations\/0099_planted\.sql locks writers out/u,
    run: tidy,
  },
  {
    what: "a flow that reads the database",
    guard: "tidy",
    path: "src/flow/ask.ts",
    change: added('import "../db/connect.ts";'),
    says: /src\/flow\/ask\.ts:\d+ may not import src\/db\/connect\.ts/u,
    run: tidy,
  },
  {
    what: "the machine importing a bot",
    guard: "tidy",
    path: "src/program.ts",
    change: added('import "../bots/words.ts";'),
    says: /src\/program\.ts:\d+ may not import bots\/words\.ts/u,
    run: tidy,
  },
  {
    what: "a page importing a bot",
    guard: "tidy",
    path: "web/app.tsx",
    change: added('import "../bots/words.ts";'),
    says: /web\/app\.tsx:\d+ may not import bots\/words\.ts/u,
    run: tidy,
  },
  {
    what: "telegraf outside its channel",
    guard: "tidy",
    path: "src/delivery/drain.ts",
    change: added('import "telegraf";'),
    says: /src\/delivery\/drain\.ts:\d+ may not import telegraf/u,
    run: tidy,
  },
  {
    what: "the real clock in a noun",
    guard: "tidy",
    path: "src/matter/clock.ts",
    change: added("export const planted = () => Date.now();"),
    says: /src\/matter\/clock\.ts:\d+ asks the real clock/u,
    run: tidy,
  },
  ...rows,
  ...loops,
  {
    what: "a play expecting the wrong word",
    guard: "play",
    path: "test/plays/problem/one-sentence.md",
    change: inPlace("融资", "法律"),
    says: /the bot said something else/u,
    run: play,
  },
  {
    what: "a README that drifts from its play",
    guard: "tidy",
    path: "README.md",
    change: inPlace("王小云：中午一起吃饭吗", "王小云：晚上一起吃饭吗"),
    says: /README\.md shows .* word for word/u,
    run: tidy,
  },
  {
    what: "a promise nobody waits for",
    guard: "lint",
    path: "src/matter/clock.ts",
    change: added("const planted = async (): Promise<void> => {};\nplanted();"),
    says: /no-floating-promises/u,
    run: lint,
  },
  {
    what: "an any",
    guard: "lint",
    path: "src/matter/clock.ts",
    change: added("export const planted = (value: any): unknown => value;"),
    says: /no-explicit-any/u,
    run: lint,
  },
  { what: "a default export", guard: "lint", path: "src/matter/clock.ts", change: added("export default 1;"), says: /no-default-export/u, run: lint },
  {
    what: "two files that import each other",
    guard: "lint",
    path: "src/flow/effect.ts",
    change: added('export { advance as planted } from "./advance.ts";'),
    says: /no-cycle/u,
    run: lint,
  },
  {
    what: "a switch that forgets a case",
    guard: "lint",
    path: "src/matter/clock.ts",
    change: added('export function planted(word: "a" | "b"): void {\n  switch (word) {\n    case "a":\n      return;\n  }\n}'),
    says: /switch-exhaustiveness-check/u,
    run: lint,
  },
];
