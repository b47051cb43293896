/** What captures are bound to so far. */
export type Bound = Map<string, string>;

const ESCAPED: Record<string, string> = { "\\|": "\uE000", "\\{": "\uE001", "\\…": "\uE002", "\\」": "\uE003", "\\}": "\uE004" };
const PLAIN: Record<string, string> = { "\uE000": "|", "\uE001": "{", "\uE002": "…", "\uE003": "」", "\uE004": "}" };
const hide = (text: string) => text.replace(/\\[|{…」}]/gu, (found) => ESCAPED[found] ?? found);
const show = (text: string) => text.replace(/[\uE000-\uE004]/gu, (found) => PLAIN[found] ?? found);

/** Matches a message of the bot: pieces in order, each one of its alternatives; unbound captures are bound by it. */
export function match(pattern: string, said: string, bound: Bound, numbers: readonly string[]): Bound | undefined {
  const names: string[] = [];
  const pieces = hide(pattern).split(/ … /u);
  const source = pieces.map((piece) => {
    const options = piece.split("|");
    if (options.length > 1 && options.some((each) => /\{\w+\}/u.test(each))) throw new Error(`a capture cannot stand inside alternatives: ${pattern}`);
    return `(?:${options.map((each) => pieceSource(each.trim(), bound, numbers, names)).join("|")})`;
  });
  const found = new RegExp(source.join("[\\s\\S]*?"), "u").exec(said);
  if (!found) return undefined;
  const next = new Map(bound);
  names.forEach((name, at) => next.set(name, found[at + 1] ?? ""));
  return next;
}

function pieceSource(piece: string, bound: Bound, numbers: readonly string[], names: string[]): string {
  return piece
    .split(/(\{[^{}]+\})/u)
    .map((part) => {
      const name = /^\{([^{}]+)\}$/u.exec(part)?.[1];
      if (name === undefined) return RegExp.escape(show(part));
      const value = bound.get(name);
      if (value !== undefined) return RegExp.escape(value);
      if (names.includes(name)) return `\\${names.indexOf(name) + 1}`;
      names.push(name);
      if (/^no\d*$/u.test(name))
        return `(${
          numbers.length
            ? numbers
                .toSorted((a, b) => b.length - a.length)
                .map((each) => RegExp.escape(each))
                .join("|")
            : "(?!)"
        })`;
      return name === "code" ? "(?<![A-Za-z0-9])([A-Za-z0-9]{6,})(?![A-Za-z0-9])" : "(?<![\\p{L}\\p{N}_])([\\p{L}\\p{N}_]+)(?![\\p{L}\\p{N}_])";
    })
    .join("");
}

/** Captures in what people say. */
export function fill(text: string, bound: Bound): string {
  return show(
    hide(text).replace(/\{([^{}\s]+)\}/gu, (_, name: string) => {
      const value = bound.get(name);
      if (value === undefined) throw new Error(`{${name}} is not bound yet`);
      return value;
    }),
  );
}

/** Captures in a `?` line become parameters. */
export function parameters(query: string, bound: Bound): { query: string; values: string[] } {
  const values: string[] = [];
  const filled = hide(query).replace(/\{([^{}\s]+)\}/gu, (_, name: string) => {
    const value = bound.get(name);
    if (value === undefined) throw new Error(`{${name}} is not bound yet`);
    values.push(value);
    return `$${values.length}`;
  });
  return { query: show(filled), values };
}
