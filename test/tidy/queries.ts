import type { Crossing } from "./borders.ts";
import { asNode, type Node, type Source, sources, walk } from "./source.ts";

/* A query in a loop is one round trip an element: it should be one statement over the whole set. Seen as a query is a
   template tagged `sql` or `tx`, a call of one of their methods, and a call that is handed one of them; as a loop,
   `for`, `while` and the callbacks of a list's methods, up to the next function that is merely defined there. */

/** The connection under the names it goes by here. */
const CONNECTION = /(^|\.)#?(sql|tx|admin)$/u;
const EACH = new Set(["map", "flatMap", "forEach", "filter", "find", "some", "every", "reduce", "from", "fromAsync"]);
const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
/** These run nothing: a piece of a statement, the end of a pool. */
const NOT_RUN = /^(colleagues|(COLUMNS|WHICH)\[\w+\]|\w+\.end)$/u;

/** Loops that are not over rows: a whole file, or one function of it, with the reason. */
const ALLOWED: readonly [string, string][] = [
  ["src/conversation/batch.ts decideAll", "at most three rounds, each one statement a kind of look-up for the whole batch"],
  ["src/conversation/batch.ts lookUp", "one statement a kind of look-up, for everybody who asked"],
  ["src/conversation/deeds.ts writeDeeds", "one statement a kind of deed, for the whole batch"],
  ["src/occasion/due.ts fallDueSteps", "one look-up a kind of occasion, for all that are due"],
  ["src/schedule/inquire.ts answerInquiries", "one look a task, for all that are due"],
  ["src/schedule/fall-due.ts lookUp", "one look-up a kind of matter, for all that are due"],
  ["bots/volunteer/registry/queries.ts readElders", "one statement a way of asking, of which there are five"],
  ["src/people/import.ts importTown", "each capability takes its part of the file, set-based"],
  ["src/delivery/drain.ts sendRoom", "runs once: the first line held back ends the loop"],
  ["src/matter/queries.ts readMattersBy", "one statement a way of asking, of which there are seven"],
  ["src/db/backup.ts", "COPY takes one table at a time"],
  ["src/db/restore.ts", "COPY, constraints and sequences come one table at a time"],
  ["src/db/scratch.ts", "one statement drops one database"],
  ["src/cli/year.ts live", "one due moment after the other, as the clock goes"],
  ["src/people/merge.ts moveAll", "one statement a column that names a person, for all merges of the batch"],
  ["src/people/merge.ts returnAll", "one statement a column that names a person, for all merges of the batch"],
  ["src/people/merge.ts partAll", "one part a module, for all merges of the batch"],
  ["src/people/keys.ts resealAll", "one statement a chunk of thousands"],
  ["src/cli/erase.ts erase", "one part after the other, for one person"],
  ["src/cli/rehearsal-copy.ts", "one look a table, which of them an import fills"],
  ["web/chat/say.ts answered", "looks again after a pause, a named number of times"],
];

/** Every query in a loop, and every allowance that no longer has one. */
export function queriesInLoops(): Crossing[] {
  const found = sources
    .filter((source) => /^(src|bots|web)\//u.test(source.path))
    .flatMap((source) =>
      [...walk(asNode(source.program))]
        .filter(({ node, above }) => isQuery(node, source) && loopAround(node, above))
        .map(({ node, above }) => ({ file: source.path, name: `${source.path} ${functionAround(above)}`, line: source.lineOf(node.start) })),
    );
  const allowed = new Set(ALLOWED.map(([place]) => place));
  const caught = found.filter((each) => !allowed.has(each.file) && !allowed.has(each.name));
  const stale = [...allowed].filter((place) => !found.some((each) => each.file === place || each.name === place));
  return [
    ...caught.map(({ name, line }) => ({ where: name.replace(" ", `:${line} `), why: "runs a query in a loop" })),
    ...stale.map((where) => ({ where, why: "is allowed a query in a loop and has none" })),
  ];
}

function isQuery(node: Node, source: Source): boolean {
  const named = (value: unknown): string => source.text.slice(asNode(value).start, asNode(value).end);
  if (node.type === "TaggedTemplateExpression") return CONNECTION.test(named(node["tag"]));
  if (node.type !== "CallExpression") return false;
  const callee = asNode(node["callee"]);
  if (NOT_RUN.test(named(callee))) return false;
  if (callee.type === "MemberExpression" && CONNECTION.test(named(callee["object"]))) return true;
  return (node["arguments"] as unknown[]).some((each) => CONNECTION.test(named(each)));
}

/** Whether this runs once an element of something. What a loop starts from (`for (const row of await sql…`) runs once. */
function loopAround(node: Node, above: readonly Node[]): boolean {
  let inner = node;
  for (const [at, outer] of above.entries()) {
    if (LOOPS.has(outer.type) && ![outer["init"], outer["right"]].includes(inner)) return true;
    if (FUNCTIONS.has(outer.type)) {
      const call = above[at + 1];
      const callee = asNode(call?.["callee"] ?? {});
      const method = asNode(callee["property"] ?? {})["name"];
      const isCallback = call?.type === "CallExpression" && (call["arguments"] as unknown[]).includes(outer);
      if (isCallback && EACH.has(String(method))) return true;
      if (!isCallback) return false;
    }
    inner = outer;
  }
  return false;
}

function functionAround(above: readonly Node[]): string {
  for (const [at, node] of above.entries()) {
    const name = (asNode(node["id"] ?? {})["name"] ?? asNode(above[at + 1]?.["id"] ?? above[at + 1]?.["key"] ?? {})["name"]) as string | undefined;
    if (name !== undefined && (FUNCTIONS.has(node.type) || node.type === "MethodDefinition")) return name;
  }
  return "(top)";
}
