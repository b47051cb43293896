import { createBots } from "../../src/bots.ts";
import { lanes } from "../../bots/enterprise/problem/lanes.ts";
import { words } from "../../bots/words.ts";
import { asNode, type Node, read, sources, walk } from "./source.ts";

/** The terms that need a row in docs/glossary.md, collected from the code, by what they are. */
export type Vocabulary = Record<"table" | "code" | "kind" | "lane" | "intent" | "verb", readonly string[]>;

export const vocabulary = (): Vocabulary => ({
  table: once(tables().flatMap((text) => [...text.matchAll(/pgTable\(\s*"(\w+)"/gu)].map(([, name = ""]) => name))),
  code: once([...tables().flatMap(codesOf), ...unionOf("ClockStep"), ...unionOf("State")]),
  kind: once([...createBots().work.kinds, ...createBots().work.occasions].map((one) => one.kind)),
  lane: Object.keys(lanes),
  intent: once([...words.map((each) => each.intent), "none"]),
  verb: once(verbs()),
});

const once = (list: readonly string[]): string[] => [...new Set(list)].toSorted();
const tables = (): string[] => sources.filter((each) => each.path.endsWith("/tables.ts")).map((each) => each.text);

/** Codes a column may hold stand in its comment: states, kinds, role kinds, results, classes, lanes. */
function codesOf(text: string): string[] {
  const listed = [...text.matchAll(/\/\*\* (?:[^*]*: )?(\w+(?: \([^)]*\))?(?: · \w+(?: \([^)]*\))?)+)[^*]*\*\/\n\s+\w+: (?:text|jsonb)\(/gu)];
  const inTown = [...text.matchAll(/Roles in the whole town: `(\w+)`, `(\w+)`/gu)].flatMap(([, ...found]) => found);
  return [...listed.flatMap(([, list = ""]) => list.split(" · ").map((each) => each.replace(/ .*/su, ""))), ...inTown];
}

/** The words of a union type of a matter. */
function unionOf(type: string): string[] {
  const [, body = ""] = new RegExp(`export type ${type} =([^;]+);`, "u").exec(read("src/matter/kind.ts")) ?? [];
  return [...body.matchAll(/"(\w+)"/gu)].map(([, word = ""]) => word);
}

/** What can happen to a matter, in the past tense, wherever an event is made: `verb: …`, `verb = …`, the clock's `to(…)`. */
function verbs(): string[] {
  const code = sources.filter((each) => /^(src|bots)\//u.test(each.path)).flatMap((each) => [...walk(asNode(each.program))]);
  return ["opened", ...code.flatMap(({ node }) => wordsOf(verbIn(node)))];
}

function verbIn(node: Node): Node | undefined {
  const called = (value: unknown, name: string): boolean => asNode(value ?? {})["name"] === name;
  if (node.type === "Property" && called(node["key"], "verb")) return asNode(node["value"]);
  if (node.type === "VariableDeclarator" && called(node["id"], "verb")) return asNode(node["init"]);
  return node.type === "CallExpression" && called(node["callee"], "to") ? (node["arguments"] as Node[])[0] : undefined;
}

/** The words an expression may come out as; both ends that need a second signature where it is one of them. */
function wordsOf(value: Node | undefined): string[] {
  const ends = ["unsolvable", "unreached"];
  if (value?.type === "Literal") return [String(value["value"])];
  if (value?.type === "ConditionalExpression") return [...wordsOf(asNode(value["consequent"])), ...wordsOf(asNode(value["alternate"]))];
  if (value?.type === "TemplateLiteral") return ends.map((end) => `${end}_proposed`);
  return value?.type === "Identifier" && value["name"] === "end" ? ends : [];
}

/** Which of these terms the glossary has no row for. A row begins with its terms in backticks. */
export function missing(glossary: string): string[] {
  const rows = glossary.split("\n").filter((line) => line.startsWith("|"));
  const known = new Set(rows.flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/gu)].map(([, term = ""]) => term)));
  return Object.entries(vocabulary()).flatMap(([what, terms]) => terms.filter((term) => !known.has(term)).map((term) => `${what} \`${term}\``));
}
