import assert from "node:assert/strict";
import { test } from "node:test";
import { type Crossing, crossings, printBorders } from "./tidy/borders.ts";
import { clockless } from "./tidy/clock.ts";
import { heavyMigrations } from "./tidy/migrations.ts";
import { queriesInLoops } from "./tidy/queries.ts";
import { sizes } from "./tidy/sizes.ts";
import { files, read } from "./tidy/source.ts";
import { otherVersions } from "./tidy/versions.ts";
import { missing } from "./tidy/vocabulary.ts";
import { banned } from "./tidy/words.ts";

/** What the reader is to be shown: a line each. */
const none = (found: readonly Crossing[]): void =>
  assert.deepEqual(
    found.map(({ where, why }) => `${where} ${why}`),
    [],
  );

test("nobody imports over a border", () => none(crossings()));

test("the borders in docs/ARCHITECTURE.md are the ones that are checked", () => {
  assert.ok(read("docs/ARCHITECTURE.md").includes(printBorders()), `docs/ARCHITECTURE.md should contain:\n\n${printBorders()}\n`);
});

test("the table in docs/channels.md is what the channels say of themselves", async () => {
  const { channelTable } = await import("./tidy/channel-table.ts");
  const inDocs = (text: string): string => text.replace(/ +/gu, " ").replace(/-{3,}/gu, "---");
  assert.ok(inDocs(read("docs/channels.md")).includes(inDocs(channelTable())), channelTable());
});

test("the clock and chance are passed in", () => none(clockless()));

test("no query runs in a loop", () => none(queriesInLoops()));

test("no new migration makes writers wait for long", () => none(heavyMigrations()));

test("what is asked names the present version of its flow", () => none(otherVersions()));

test("files and functions stay short", (t) => {
  const found = sizes();
  t.diagnostic(`${found.files} files, median ${found.median} lines, nine of ten up to ${found.nineTenths}`);
  none(found.wrong);
});

test("nothing banned is written anywhere", () => none(banned()));

test("the glossary has a row for every table, code, kind of matter, intent and event", () => {
  assert.deepEqual(missing(read("docs/glossary.md")), []);
});

test("every dependency is accounted for in docs/dependencies.md", () => {
  const pack = JSON.parse(read("package.json")) as Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>>;
  const names = Object.keys({ ...pack.dependencies, ...pack.devDependencies, ...pack.optionalDependencies });
  const listed = read("docs/dependencies.md");
  assert.deepEqual(
    names.filter((name) => !listed.includes(`| \`${name}\``) && !listed.includes(`, \`${name}\``)),
    [],
  );
});

test("the intents in docs/intents.md are those that are understood", async () => {
  const { words } = await import("../bots/words.ts");
  const listed = read("docs/intents.md");
  const lacking = words.filter(({ intent, examples, nearMiss }) => intent !== "none" && !listed.includes(`| \`${intent}\` | ${examples[0]} | ${nearMiss} |`));
  assert.deepEqual(
    lacking.map((each) => each.intent),
    [],
  );
});

test("the limits in docs/operating.md are those a town may set", () => {
  const [, body = ""] = /const DEFAULTS = \{([\s\S]*?)\n\} as const/u.exec(read("src/people/limits.ts")) ?? [];
  const limits = [...body.matchAll(/^ {2}(\w+): "?([\w:]+)"?,$/gmu)].map(([, key, value]) => `| \`${key}\` | \`${value}\` |`);
  assert.ok(limits.length > 10);
  assert.deepEqual(
    limits.filter((row) => !read("docs/operating.md").includes(row)),
    [],
  );
});

test("a newcomer is told the two commands, and shown a conversation that is a play", () => {
  const play = read("test/plays/problem/one-sentence.md");
  for (const path of ["README.md", "README.zh-CN.md"]) {
    const text = read(path);
    assert.ok(text.includes("npm ci && npm start") && text.includes("npm ci && npm test"), `${path} names both commands`);
    assert.ok(text.includes(`\`\`\`\n${play.trim()}\n\`\`\``), `${path} shows test/plays/problem/one-sentence.md word for word`);
  }
});

test("every link between the project's pages leads somewhere", () => {
  const pages = files.filter((path) => /^(README.*|docs\/.*|CHANGELOG)\.md$/u.test(path));
  const known = new Set(files);
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)]
      .map(([, to = ""]) => new URL(to, `file:///${page}`).pathname.slice(1))
      .filter((to) => !known.has(to) && !files.some((path) => path.startsWith(`${to.replace(/\/$/u, "")}/`)))
      .map((to) => `${page} → ${to}`),
  );
  assert.deepEqual(dead, []);
});
