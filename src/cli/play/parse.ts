/** What a play's lines say; one object a line. `at` is the line's number in its file. */
export type Statement = { line: number; source: string } & (
  | { does: "town"; name: string }
  | { does: "loose" }
  | { does: "model"; file: string }
  | { does: "at"; date: string; time: string }
  | { does: "after"; workdays: number; minutes: number }
  | { does: "place"; kind: "group" | "direct"; name: string }
  | { does: "say"; who: string; text: string; quote?: string }
  | { does: "press"; who: string; label: string }
  | { does: "join" | "leave"; who: string; stranger: boolean }
  | { does: "expect"; pattern: string }
  | { does: "silent" }
  | { does: "truth"; query: string; value: string }
  | { does: "upset"; what: "restart" | "crash" | "redeliver" | "model down" }
  | { does: "away"; how: "offline" | "deaf"; minutes: number }
);
export type Play = { file: string; title: string; line: number; statements: Statement[] };

/** A play that is not written as plays are. */
export class PlayGrammarError extends Error {
  override name = "PlayGrammarError";
}

type Rule = [RegExp, (found: string[], at: (why: string) => never) => Bare];
type Bare = Statement extends infer S ? (S extends Statement ? Omit<S, "line" | "source"> : never) : never;

const UNITS: Record<string, number> = { d: 1440, h: 60, m: 1 };
const duration = (text: string, fail: (why: string) => never): { workdays: number; minutes: number } => {
  let [workdays, minutes] = [0, 0];
  for (const part of text.trim().split(/\s+/u)) {
    const [, count, unit] = /^(\d+)([wdhm])$/u.exec(part) ?? [];
    if (!count || !unit) fail(`“${part}” is no duration (3d, 2h, 5m, 2w)`);
    else if (unit === "w") workdays += Number(count);
    else minutes += Number(count) * (UNITS[unit] ?? 0);
  }
  return { workdays, minutes };
};

const NAME = String.raw`([^\s「」@#>?!][^\s「」：:]*)`;
const RULES: Rule[] = [
  [/^town\s+(\S+)$/u, ([name = ""]) => ({ does: "town", name })],
  [/^loose$/u, () => ({ does: "loose" })],
  [/^model\s+(?!down$)(\S+)$/u, ([file = ""]) => ({ does: "model", file })],
  [/^at\s+(\d{4}-\d{2}-\d{2})\s+(\d{1,2}:\d{2})$/u, ([date = "", time = ""]) => ({ does: "at", date, time: time.padStart(5, "0") })],
  [/^after\s+(.+)$/u, ([text = ""], fail) => ({ does: "after", ...duration(text, fail) })],
  [/^##\s+@(.+)$/u, ([name = ""]) => ({ does: "place", kind: "direct", name: name.trim() })],
  [/^##\s+(.+)$/u, ([name = ""]) => ({ does: "place", kind: "group", name: name.trim() })],
  [/^!\s*(restart|crash|redeliver|model down)$/u, ([what]) => ({ does: "upset", what: what as "restart" })],
  [/^!\s*(offline|deaf)\s+(.+)$/u, ([how, text = ""], fail) => ({ does: "away", how: how as "offline", minutes: duration(text, fail).minutes })],
  [/^\?\s*(.+) => ([\s\S]*)$/u, ([query = "", value = ""]) => ({ does: "truth", query: query.trim(), value: value.trim() })],
  [new RegExp(`^${NAME} 回复「((?:\\\\」|[^」])*)」[：:]([\\s\\S]*)$`, "u"), ([who = "", quote = "", text = ""]) => ({ does: "say", who, quote, text })],
  [new RegExp(`^${NAME} 点「((?:\\\\」|[^」])*)」$`, "u"), ([who = "", label = ""]) => ({ does: "press", who, label })],
  [
    new RegExp(`^${NAME} (进群|退群)(（新）)?$`, "u"),
    ([who = "", how, fresh]) => ({ does: how === "进群" ? "join" : "leave", who, stranger: fresh !== undefined }),
  ],
  [/^链心[：:]\s*-\s*$/u, () => ({ does: "silent" })],
  [/^链心[：:]([\s\S]*)$/u, ([pattern = ""]) => ({ does: "expect", pattern: pattern.trim() })],
  [new RegExp(`^${NAME}[：:]([\\s\\S]*)$`, "u"), ([who = "", text = ""]) => ({ does: "say", who, text })],
];

export function parsePlays(file: string, source: string): Play[] {
  const plays: Play[] = [];
  let last: Statement | undefined;
  source.split(/\r?\n/u).forEach((raw, index) => {
    const line = index + 1;
    const fail = (why: string): never => {
      throw new PlayGrammarError(`${file}:${line}: ${why}\n  ${raw}`);
    };
    if (raw.startsWith("  ") && last && raw.trim()) return void continued(last, raw.slice(2), fail);
    last = undefined;
    const text = raw.trimEnd();
    if (!text.trim() || text.startsWith(">")) return;
    if (/^#\s+/u.test(text)) return void plays.push({ file, title: text.replace(/^#\s+/u, ""), line, statements: [] });
    const play = plays.at(-1) ?? fail("a play begins with “# title”");
    last = { line, source: text, ...statement(text, fail) } as Statement;
    play.statements.push(last);
  });
  for (const play of plays) prove(play);
  return plays;
}

function statement(text: string, fail: (why: string) => never): Bare {
  for (const [pattern, make] of RULES) {
    const found = pattern.exec(text);
    if (found) return make(found.slice(1), fail);
  }
  return fail("this line is none that plays know");
}

/** A message goes on after a line break. */
function continued(statement: Statement, text: string, fail: (why: string) => never): void {
  if (statement.does === "say") statement.text += `\n${text}`;
  else if (statement.does === "expect") statement.pattern += `\n${text}`;
  else if (statement.does === "truth") statement.value += `\n${text}`;
  else fail("only a message can go on in the next line");
}

/** A play that expects nothing proves nothing. */
function prove(play: Play): void {
  const at = `${play.file}:${play.line}`;
  if (!play.statements.some((each) => each.does === "expect" || each.does === "silent" || each.does === "truth"))
    throw new PlayGrammarError(`${at}: “${play.title}” expects nothing: it needs a line of 链心 or a “?” line`);
  const spoken = play.statements.findIndex((each) => each.does === "say" || each.does === "press" || each.does === "join" || each.does === "leave");
  const placed = play.statements.findIndex((each) => each.does === "place");
  const dated = play.statements.findIndex((each) => each.does === "at");
  if (!play.statements.some((each) => each.does === "town")) throw new PlayGrammarError(`${at}: “${play.title}” has no town`);
  if (dated < 0 || (spoken >= 0 && dated > spoken)) throw new PlayGrammarError(`${at}: “${play.title}” needs “at DATE TIME” before the first word`);
  if (spoken >= 0 && (placed < 0 || placed > spoken)) throw new PlayGrammarError(`${at}: “${play.title}” needs a place (“## …”) before the first word`);
}
