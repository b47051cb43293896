/** The name of the direct chat with the bot in an address; groups go by their own names. */
export const PRIVATE = "私信";

const TABS = ["people", "chat", "matters"] as const;
export type Tab = (typeof TABS)[number];

/** What stands beside the chat. */
const PANELS = ["matters", "mornings", "notices", "rota", "policies"] as const;
export type Panel = (typeof PANELS)[number];

/** What a page shows, all of it in its address: whose phone, which room, which panel and what is open there. */
export type Stage = {
  as?: string;
  room?: string;
  /** Absent for the matters. */
  panel?: Panel;
  /** The matter whose story is open. */
  no?: string;
  /** The notice whose roster is open. */
  notice?: number;
  /** The team whose households are shown; absent for all. */
  team?: string;
  /** The chain whose rota and policies are shown; absent for that of the person looked at. */
  chain?: string;
  /** The enterprise whose policies are shown. */
  firm?: string;
  /** Which of the three parts a phone shows. */
  tab: Tab;
  /** The line that the next message quotes. */
  quote?: number;
  /** Words looked for among the people; "" shows the list. */
  find?: string;
  /** The clock was turned from here: what it brought about is told. */
  since?: number;
};

const MAX_WORD = 100;

const WORDS = ["as", "room", "no", "team", "chain", "firm"] as const;
const NUMBERS = ["notice", "quote", "since"] as const;

/** Reads an address or a form. What it cannot read is as if absent. */
export function readStage(value: (name: string) => string | undefined): Stage {
  const word = (name: string) => value(name)?.trim().slice(0, MAX_WORD) || undefined;
  const number = (name: string) => (/^\d{1,15}$/u.test(value(name) ?? "") ? Number(value(name)) : undefined);
  const panel = PANELS.find((each) => each === value("panel"));
  const read = {
    ...Object.fromEntries(WORDS.map((name) => [name, word(name)])),
    ...Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
    panel: panel === "matters" ? undefined : panel,
    find: value("find")?.slice(0, MAX_WORD),
  };
  const given = Object.fromEntries(Object.entries(read).filter(([, each]) => each !== undefined)) as Partial<Stage>;
  return { ...given, tab: TABS.find((each) => each === value("tab")) ?? "people" };
}

/** What a form takes along, so that what it leads to is the same place. */
export function placeOf(stage: Stage, changes: Changes = {}): Record<string, string | number | undefined> {
  const { quote: _quote, find: _find, since: _since, ...place } = stage;
  return { ...place, ...changes };
}

type Changes = { [K in keyof Stage]?: Stage[K] | undefined };

/** The address of another view of the stage: this one with changes; `undefined` takes something away. */
export function addressOf(stage: Stage, changes: Changes = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...stage, ...changes })) {
    if (value !== undefined && !(name === "tab" && value === "people")) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `/?${text}` : "/";
}
