import type { Crossing } from "./borders.ts";
import { files, read } from "./source.ts";

/* What a migration may do to a table that is large already. Each of these holds a lock, for as long as it reads the whole
   table, that writers wait for. A table made in the same file is empty. `-- reviewed: why` before a statement lets it pass. */

/** Those before the rule was there. */
const OLDER = /^migrations\/000[0-5]_/u;
const CONCURRENT = /^(create( unique)?|drop) index concurrently/u;

type Rule = { why: string; found: RegExp };
/** The first group is the table. */
const RULES: readonly Rule[] = [
  {
    why: "locks writers out while it reads the table: create the index concurrently, in a file of its own",
    found: /^create (?:unique )?index (?!concurrently).* on (?:only )?(\S+)/u,
  },
  {
    why: "fails on rows that are there: add the column without not null, or with a constant default",
    found: /^alter table (?:only )?(\S+).* add column (?!.*\bdefault\b).*\bnot null\b/u,
  },
  {
    why: "writes every row anew: add the column empty, and fill it in chunks",
    found: /^alter table (?:only )?(\S+).* add column .*(\bdefault [^,]*\(|\bgenerated\b|\b(?:big|small)?serial\b)/u,
  },
  { why: "writes every row anew: add another column, fill it in chunks", found: /^alter table (?:only )?(\S+).* alter column \S+ (?:set data )?type\b/u },
  {
    why: "reads the table with writers waiting: add a check as not valid, and validate it in the next migration",
    found: /^alter table (?:only )?(\S+).* alter column \S+ set not null/u,
  },
  {
    why: "reads the table with writers waiting: add it as not valid, and validate it in the next migration",
    found: /^alter table (?:only )?(\S+).* add (?:constraint (?!.* using index\b)|check|foreign|unique|primary)(?!.*\bnot valid\b)/u,
  },
];

/** Every migration that would make writers wait for long. */
export const heavyMigrations = (): Crossing[] =>
  files.filter((path) => path.startsWith("migrations/") && path.endsWith(".sql") && !OLDER.test(path)).flatMap((path) => heavyIn(path, read(path)));

export function heavyIn(where: string, text: string): Crossing[] {
  const statements = text.split(/--> statement-breakpoint|;[ \t]*$/mu).filter((each) => plain(each));
  const made = new Set(statements.flatMap((each) => /^create table (?:if not exists )?(\S+)/u.exec(plain(each))?.[1] ?? []));
  const wrong = statements
    .filter((each) => !/^\s*--\s*reviewed:\s*\S/mu.test(each))
    .flatMap((each) =>
      RULES.filter(({ found }) => found.test(plain(each)) && !made.has(found.exec(plain(each))?.[1] ?? "")).map(({ why }) => ({ where, why })),
    );
  return [...wrong, ...concurrentIn(where, statements.map(plain))];
}

/** Outside a transaction, what fails in the middle leaves what it did, and begins anew: it takes away an index half made. */
function concurrentIn(where: string, statements: readonly string[]): Crossing[] {
  if (!statements.some((each) => CONCURRENT.test(each))) return [];
  const others = statements.filter((each) => !CONCURRENT.test(each));
  const bare = statements.filter((each, at) => {
    const name = /^create(?: unique)? index concurrently (\S+)/u.exec(each)?.[1];
    return name !== undefined && statements[at - 1] !== `drop index concurrently if exists ${name}`;
  });
  return [
    ...others.map(() => ({ where, why: "does something else beside making indexes concurrently: that needs a file of its own" })),
    ...bare.map(() => ({ where, why: "must begin with drop index concurrently if exists: a try that failed leaves an invalid one" })),
  ];
}

/** Without comments and quotes, in one line. */
const plain = (statement: string): string =>
  statement
    .replaceAll(/--.*$/gmu, " ")
    .replaceAll(/["`]/gu, "")
    .replaceAll(/public\./gu, "")
    .replaceAll(/\s+/gu, " ")
    .replace(/;\s*$/u, "")
    .trim()
    .toLowerCase();
