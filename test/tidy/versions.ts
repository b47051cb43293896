import { createBots } from "../../src/bots.ts";
import type { Crossing } from "./borders.ts";
import { sources } from "./source.ts";

/** Where a question is put to somebody in the name of another version of its flow than the present one: what it already
 *  knows would be read as an older version's. */
export function otherVersions(): Crossing[] {
  const versions = new Map(createBots().work.flows.map((each) => [each.name, each.version]));
  return sources
    .filter((source) => source.path.startsWith("bots/"))
    .flatMap((source) =>
      [...source.text.matchAll(/\bflow: "([\w.]+)",\s*version: (\d+)/gu)].flatMap(({ 1: name = "", 2: version, index }) =>
        versions.get(name) === Number(version) ? [] : [{ where: `${source.path}:${source.lineOf(index)}`, why: `is not the present version of ${name}` }],
      ),
    );
}
