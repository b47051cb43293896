import { pino } from "pino";

/** What the program says of itself, one JSON object a line on standard error. Never what somebody said, a name or a number
 *  of theirs: an error is logged by its code and place, and without the values its message quotes. */
export type Log = {
  info(event: string, about?: Fields): void;
  warn(event: string, about?: Fields): void;
  error(event: string, error: unknown, about?: Fields): void;
};
type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export function createLog(): Log {
  // Written at once: the last words of a process that is killed are the ones that matter.
  const out = pino(
    { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    info: (event, about) => out.info(about ?? {}, event),
    warn: (event, about) => out.warn(about ?? {}, event),
    error: (event, error, about) => out.error({ ...about, ...described(error) }, event),
  };
}

type Described = { error: string; code?: string; place?: string; at?: string };

/** Its kind, its message without what it quotes, where it was thrown; of PostgreSQL's the table and the rule as well. */
export function described(error: unknown): Described {
  if (!(error instanceof Error)) return { error: withoutQuotes(String(error)) };
  const { code, table_name: table, constraint_name: constraint } = error as Error & { code?: string; table_name?: string; constraint_name?: string };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line));
  const place = [table, constraint].filter(Boolean).join(" ");
  return {
    error: `${error.name}: ${withoutQuotes(error.message)}`,
    ...(code === undefined ? {} : { code }),
    ...(place ? { place } : {}),
    ...(frames.length
      ? {
          at: frames
            .slice(0, 6)
            .map((line) => line.trim())
            .join(" < "),
        }
      : {}),
  };
}

const LONGEST = 300;
/** PostgreSQL and JSON.parse quote the value they could not read. */
export const withoutQuotes = (text: string): string =>
  text
    .split("\n", 1)[0]!
    .replaceAll(/"[^"]*"|“[^”]*”|'[^']*'|\((?:[^()]*)\)=\([^()]*\)/gu, "…")
    .slice(0, LONGEST);
