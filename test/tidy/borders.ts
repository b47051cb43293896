import { matchesGlob } from "node:path";
import { sources, type Import } from "./source.ts";

/* Who may know whom. This table is the only place where it is said: test/tidy.test.ts checks it, docs/ARCHITECTURE.md
   prints it. The first row whose pattern fits a file is its row; a file may always import its own folder. */

export type Border = {
  files: string;
  /** Patterns of what it may import; `type …` for its types only. */
  may: readonly string[];
  /** Packages, and `node:` for Node's own modules. */
  packages: readonly string[];
  /** Whether it may ask the real clock or chance; all others are given both. */
  clock?: true;
};

const FLOW = "src/flow/**";
const CALENDAR = "src/calendar/**";
const DATABASE = "src/db/connect.ts";
const AUDIT = "src/audit/index.ts";
const PORT = "src/channel/port.ts";
const POINTS = "type src/crash-points.ts";
const NOUNS = ["src/{matter,notice,occasion,people}/index.ts"];

export const borders: readonly Border[] = [
  { files: "{src,bots}/**/tables.ts", may: ["src/db/columns.ts", "{src,bots}/**/tables.ts"], packages: ["drizzle-orm"] },
  { files: FLOW, may: [], packages: ["temporal-polyfill"] },
  { files: "src/db/**", may: [], packages: ["postgres", "drizzle-orm", "zod", "node:"], clock: true },
  { files: CALENDAR, may: [DATABASE], packages: ["chinese-days", "temporal-polyfill"] },
  { files: "src/audit/**", may: [DATABASE], packages: ["node:"] },
  { files: "src/people/**", may: [AUDIT, FLOW, CALENDAR, DATABASE, "src/db/seal.ts", POINTS], packages: ["zod"] },
  { files: "src/matter/**", may: [FLOW, CALENDAR, DATABASE, "src/people/index.ts"], packages: [] },
  { files: "src/{notice,occasion}/**", may: [FLOW, CALENDAR, DATABASE, "src/{matter,people}/index.ts"], packages: [] },
  { files: "src/media/**", may: [DATABASE, `type ${PORT}`, POINTS], packages: ["@aws-sdk/client-s3", "file-type", "sharp", "node:"] },
  { files: "src/delivery/**", may: [FLOW, DATABASE, PORT, "type src/people/index.ts", POINTS], packages: ["rate-limiter-flexible"] },
  { files: "src/process/**", may: [DATABASE, PORT, "src/delivery/index.ts"], packages: ["pg-boss", "pino", "prom-client", "node:"], clock: true },
  { files: "src/assist/model/**", may: [FLOW, DATABASE, "src/assist/*.ts"], packages: ["openai", "zod"] },
  { files: "src/assist/**", may: [FLOW], packages: ["node:"] },
  {
    files: "src/conversation/**",
    may: [AUDIT, FLOW, CALENDAR, DATABASE, "src/db/{text,trouble}.ts", "type src/db/seal.ts", PORT, ...NOUNS, POINTS],
    packages: [],
  },
  { files: "src/schedule/**", may: [FLOW, CALENDAR, DATABASE, "src/conversation/index.ts", ...NOUNS], packages: [] },
  { files: "src/channel/*.ts", may: [`type ${PORT}`], packages: ["@napi-rs/canvas", "@embedpdf/fonts-sc", "write-excel-file", "node:"] },
  { files: "src/channel/telegram/**", may: ["src/channel/*.ts", POINTS], packages: ["telegraf", "node:"], clock: true },
  { files: "src/channel/wecom/**", may: ["src/channel/*.ts"], packages: ["@wecom/crypto", "@wecom/aibot-node-sdk", "node:"], clock: true },
  { files: "src/channel/wechat/**", may: ["src/channel/*.ts"], packages: ["wechaty", "file-box", "uqr", "node:"], clock: true },
  { files: "src/channel/*/**", may: ["src/channel/*.ts"], packages: ["node:"], clock: true },
  {
    files: "src/program.ts",
    may: [FLOW, CALENDAR, DATABASE, PORT, "src/{conversation,delivery,schedule}/index.ts", "type src/db/seal.ts", ...NOUNS, POINTS],
    packages: [],
  },
  { files: "src/cli/play/**", may: ["src/**", "!src/bots.ts"], packages: ["node:"] },
  { files: "src/cli/*.ts", may: ["src/**", "!src/bots.ts"], packages: ["node:"], clock: true },
  { files: "src/serve.ts", may: ["src/**", "!src/bots.ts", "web/app.tsx"], packages: ["@hono/node-server", "node-cron"], clock: true },
  {
    files: "src/{settings,sandbox-clock,crash-points}.ts",
    may: ["src/db/*.ts", "src/program.ts", "src/process/role.ts", "src/media/bucket.ts", POINTS],
    packages: [],
  },
  { files: "src/bots.ts", may: ["bots/*.ts", "bots/*/index.ts", "src/assist/**", "type src/conversation/index.ts"], packages: [] },
  { files: "src/main.ts", may: ["src/**"], packages: ["node:"], clock: true },
  { files: "bots/*.ts", may: ["bots/*/*/words.ts", "src/assist/**"], packages: ["node:"] },
  {
    files: "bots/*/*/{model,same}.ts",
    may: [FLOW, ...NOUNS, `type ${DATABASE}`, "src/assist/model/{asks,stands}.ts", "type src/conversation/index.ts"],
    packages: ["zod"],
  },
  {
    files: "bots/*/**",
    may: [FLOW, ...NOUNS, `type ${CALENDAR}`, `type ${DATABASE}`, "type src/db/seal.ts", "type src/conversation/index.ts", "src/assist/{lane,intent-words}.ts"],
    packages: [],
  },
  {
    files: "web/**",
    may: [CALENDAR, DATABASE, "src/db/trouble.ts", ...NOUNS, "src/media/**", "src/channel/*.ts", "src/channel/web/**"],
    packages: ["hono", "zod", "temporal-polyfill", "uqr", "node:"],
    clock: true,
  },
  { files: "{bin,bench,test,towns}/**", may: ["**"], packages: ["*"], clock: true },
  { files: "*.ts", may: [], packages: ["*"] },
];

export type Crossing = { where: string; why: string };

/** Every import over a border. */
export const crossings = (): Crossing[] =>
  sources.flatMap((source) => {
    const border = borderOf(source.path);
    if (!border) return [{ where: source.path, why: "stands in no row of test/tidy/borders.ts" }];
    return source.imports
      .filter((each) => !allowed(source.path, border, each))
      .map((each) => ({ where: `${source.path}:${each.line}`, why: `may not import ${each.to} (row ${border.files})` }));
  });

export const borderOf = (path: string): Border | undefined => borders.find((each) => matchesGlob(path, each.files));

function allowed(path: string, border: Border, { to, local, typeOnly }: Import): boolean {
  if (!local) return border.packages.some((each) => each === "*" || to === each || to.startsWith(each.endsWith(":") ? each : `${each}/`));
  if (homeOf(path) !== undefined && homeOf(path) === homeOf(to)) return true;
  const fits = (pattern: string): boolean => matchesGlob(to, pattern);
  if (border.may.some((each) => each.startsWith("!") && fits(each.slice(1)))) return false;
  return border.may.some((each) => (each.startsWith("type ") ? typeOnly && fits(each.slice(5)) : fits(each)));
}

/** The folder within which files know each other: a channel, a module of `src`, one bot, `web`. */
function homeOf(path: string): string | undefined {
  return /^(src\/channel\/[^/]+\/|src\/(?!channel\/)[^/]+\/|bots\/[^/]+\/|web\/)/u.exec(path)?.[0];
}

/** The table as it stands in docs/ARCHITECTURE.md. */
export function printBorders(): string {
  const list = (words: readonly string[]): string => words.map((each) => `\`${each}\``).join(" ") || "nothing";
  const rows = borders.map((each) => `| \`${each.files}\` | ${list(each.may)} | ${list(each.packages)} | ${each.clock ? "yes" : ""} |`);
  return ["| files | may import, beside their own folder | packages | clock, chance |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
