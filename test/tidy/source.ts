import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, type Program, visitorKeys } from "oxc-parser";

/** The checkout that is looked at: this one, unless somebody plants something in a copy. */
export const home = fileURLToPath(new URL("../..", import.meta.url));

const NOT_OURS = new Set([".git", "node_modules", "data", "coverage"]);

/** A node of the syntax tree, as far as the checks look into it. */
export type Node = { type: string; start: number; end: number; [key: string]: unknown };
export type Import = { to: string; local: boolean; typeOnly: boolean; line: number };
export type Source = { path: string; text: string; program: Program; imports: readonly Import[]; lineOf(at: number): number };

/** Every file of the project, by its path from the checkout. */
export const files: readonly string[] = readdirSync(home, { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile())
  .map((each) => relative(home, join(each.parentPath, each.name)).replaceAll("\\", "/"))
  .filter((path) => !path.split("/").some((part) => NOT_OURS.has(part)) && !path.startsWith("bench/out/") && !path.endsWith(".log"))
  .toSorted();

export const read = (path: string): string => readFileSync(join(home, path), "utf8");

/** The children of a node in the order they stand. */
export function* children(node: Node): Generator<Node> {
  for (const key of visitorKeys[node.type] ?? []) {
    const value = node[key];
    for (const child of Array.isArray(value) ? value : [value]) if (child !== null && typeof child === "object" && "type" in child) yield child as Node;
  }
}

/** Every node below, with those above it, the nearest first. */
export function* walk(node: Node, above: readonly Node[] = []): Generator<{ node: Node; above: readonly Node[] }> {
  yield { node, above };
  const next = [node, ...above];
  for (const child of children(node)) yield* walk(child, next);
}

export const asNode = (value: unknown): Node => value as Node;

/** All code of the project, parsed. */
export const sources: readonly Source[] = files.filter((path) => /\.(ts|tsx|js)$/u.test(path) && !path.startsWith("web/public/")).map(parse);

function parse(path: string): Source {
  const text = read(path);
  const { program } = parseSync(path, text);
  const starts = [0, ...[...text.matchAll(/\n/gu)].map((found) => found.index + 1)];
  const lineOf = (at: number): number => starts.findLastIndex((start) => start <= at) + 1;
  const imports = [...walk(asNode(program))].flatMap(({ node }) => importOf(path, node, lineOf));
  return { path, text, program, imports, lineOf };
}

/** Static, dynamic and type imports, and what is exported from elsewhere. */
function importOf(path: string, node: Node, lineOf: (at: number) => number): Import[] {
  if (!/^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/u.test(node.type)) return [];
  const request = (node["source"] as { value?: unknown } | null)?.value;
  if (typeof request !== "string") return [];
  const named = (node["specifiers"] ?? []) as { importKind?: string; exportKind?: string }[];
  const typeOnly =
    node.type === "TSImportType" ||
    [node["importKind"], node["exportKind"]].includes("type") ||
    (named.length > 0 && named.every((each) => [each.importKind, each.exportKind].includes("type")));
  const local = request.startsWith(".");
  return [{ to: local ? join(dirname(path), request).replaceAll("\\", "/") : request, local, typeOnly, line: lineOf(node.start) }];
}
