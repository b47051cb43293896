import type { Crossing } from "./borders.ts";
import { asNode, files, type Node, read, sources, walk } from "./source.ts";

/** Lines. */
const MOST_IN_A_FILE = 300;
const MOST_IN_NINE_OF_TEN = 200;
const MOST_IN_A_FUNCTION = 60;
/** Tables are one thing each, however many columns; the rest is made by programs. */
const EXEMPT = /(^|\/)tables\.ts$|^migrations\/|^towns\/sample\.json$|^package-lock\.json$/u;
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
/** A suite is a list of tests, not a function. */
const SUITES = new Set(["describe", "suite"]);

export type Sizes = { files: number; median: number; nineTenths: number; wrong: Crossing[] };

/** How long files and functions are, and which are too long. */
export function sizes(): Sizes {
  const lengths = files
    .filter((path) => /\.(ts|tsx|js|css)$/u.test(path) && !EXEMPT.test(path))
    .map((path) => ({ path, lines: read(path).trimEnd().split("\n").length }))
    .toSorted((a, b) => a.lines - b.lines);
  const at = (share: number): number => lengths[Math.ceil(lengths.length * share) - 1]?.lines ?? 0;
  const long = lengths
    .filter((each) => each.lines > MOST_IN_A_FILE)
    .map(({ path, lines }) => ({ where: path, why: `has ${lines} lines, more than ${MOST_IN_A_FILE}` }));
  const many = at(0.9) > MOST_IN_NINE_OF_TEN ? [{ where: "nine of ten files", why: `have up to ${at(0.9)} lines, more than ${MOST_IN_NINE_OF_TEN}` }] : [];
  return { files: lengths.length, median: at(0.5), nineTenths: at(0.9), wrong: [...long, ...many, ...longFunctions()] };
}

const longFunctions = (): Crossing[] =>
  sources.flatMap((source) =>
    [...walk(asNode(source.program))]
      .filter(({ node, above }) => FUNCTIONS.has(node.type) && !isSuite(above[0]))
      .map(({ node }) => ({ line: source.lineOf(node.start), lines: source.lineOf(node.end) - source.lineOf(node.start) + 1 }))
      .filter(({ lines }) => lines > MOST_IN_A_FUNCTION)
      .map(({ line, lines }) => ({ where: `${source.path}:${line}`, why: `is a function of ${lines} lines, more than ${MOST_IN_A_FUNCTION}` })),
  );

const isSuite = (call: Node | undefined): boolean => call?.type === "CallExpression" && SUITES.has(String(asNode(call["callee"])["name"]));
