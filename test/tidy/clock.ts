import { borderOf, type Crossing } from "./borders.ts";
import { asNode, type Node, sources, walk } from "./source.ts";

/** What asks the real clock or chance, as it stands in code. */
const ASKS =
  /^(Date\.now|performance\.now|process\.hrtime|Math\.random|crypto\.(randomUUID|getRandomValues)|randomUUID|randomBytes|randomInt|setTimeout|setInterval|Date)$/u;

/** Where the clock or chance is asked and not passed in. */
export const clockless = (): Crossing[] =>
  sources
    .filter((source) => !borderOf(source.path)?.clock)
    .flatMap((source) => {
      const found = [...walk(asNode(source.program))].filter(({ node }) => asksClock(node, source.text));
      return found.map(({ node }) => ({ where: `${source.path}:${source.lineOf(node.start)}`, why: "asks the real clock or chance: both are passed in" }));
    });

/** A call or a mention as a value; `new Date(instant)` only converts. */
function asksClock(node: Node, text: string): boolean {
  if (node.type === "NewExpression") return nameOf(asNode(node["callee"]), text) === "Date" && (node["arguments"] as unknown[]).length === 0;
  if (node.type === "MemberExpression") return nameOf(node, text) !== "Date" && ASKS.test(nameOf(node, text));
  return node.type === "CallExpression" && ASKS.test(nameOf(asNode(node["callee"]), text));
}

const nameOf = (node: Node, text: string): string => text.slice(node.start, node.end);
