import type { Crossing } from "./borders.ts";
import { files, read } from "./source.ts";

type Ban = { why: string; found: RegExp; in?: RegExp; except?: RegExp };

/** What must stand in no text of the project. */
const BANS: readonly Ban[] = [
  { why: "is left to do: do it, or say in docs/ what is left out", found: /\b(TO(?:DO)|FIX(?:ME)|XX(?:X))\b/u, except: /^package-lock\.json$/u },
  { why: "runs one test only, or skips one", found: /\b(?:test|it|describe|suite)\.(?:only|skip|todo)\(|\b(?:only|skip|todo): true/u, in: /^test\// },
  { why: "is a path of one machine", found: /(?<![\w.@/-])\/(?:work|root|home|Users|tmp)\/\w/u },
  { why: "names the host of a package registry", found: /\bregistry\.[a-z]|\bnpm(?:mirror|js)\.[a-z]|"resol(?:ved)":/u },
  {
    why: "says nothing: name what it does",
    found: /export (?:const|function|class|type|async function) \w*(?:Utils?|Helpers?|Common|Misc|Manager|Service)\b/u,
    in: /\.tsx?$/u,
  },
];

/** `service` is the field's own word 服务 there: what elders ask for. */
const NAMELESS = /(^|[/-])(utils?|helpers?|common|misc|managers?|services?)([./-]|$)/u;
const FIELD_WORD = /^bots\/volunteer\/service\//u;
const BINARY = /\.(png|jpg|ico|woff2?|gz)$/u;

/** Every banned word, line by line, and every file whose name says nothing. */
export const banned = (): Crossing[] => [
  ...files.filter((path) => NAMELESS.test(path) && !FIELD_WORD.test(path)).map((where) => ({ where, why: "has a name that says nothing" })),
  ...files
    .filter((path) => !BINARY.test(path))
    .flatMap((path) => {
      const bans = BANS.filter((ban) => (ban.in?.test(path) ?? true) && !ban.except?.test(path));
      return read(path)
        .split("\n")
        .flatMap((line, at) =>
          bans.filter((ban) => ban.found.test(line)).map(({ why, found }) => ({ where: `${path}:${at + 1}`, why: `“${found.exec(line)?.[0]}” ${why}` })),
        );
    }),
];
