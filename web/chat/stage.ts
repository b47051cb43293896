/** The name of the direct chat with the bot in an address; groups go by their own names. */
export const PRIVATE = "私信";

const TABS = ["people", "chat", "matters"] as const;
export type Tab = (typeof TABS)[number];

/** What a page shows, all of it in its address: whose phone, which room, which matter. */
export type Stage = {
  as?: string;
  room?: string;
  /** The matter whose story is open. */
  no?: string;
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

/** Reads an address or a form. What it cannot read is as if absent. */
export function readStage(value: (name: string) => string | undefined): Stage {
  const word = (name: string) => value(name)?.trim().slice(0, MAX_WORD) || undefined;
  const number = (name: string) => (/^\d{1,15}$/u.test(value(name) ?? "") ? Number(value(name)) : undefined);
  const tab = TABS.find((each) => each === value("tab"));
  const [as, room, no, quote, since] = [word("as"), word("room"), word("no"), number("quote"), number("since")];
  const find = value("find")?.slice(0, MAX_WORD);
  return {
    tab: tab ?? "people",
    ...(as === undefined ? {} : { as }),
    ...(room === undefined ? {} : { room }),
    ...(no === undefined ? {} : { no }),
    ...(quote === undefined ? {} : { quote }),
    ...(find === undefined ? {} : { find }),
    ...(since === undefined ? {} : { since }),
  };
}

/** The address of another view of the stage: this one with changes; `undefined` takes something away. */
export function addressOf(stage: Stage, changes: { [K in keyof Stage]?: Stage[K] | undefined } = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...stage, ...changes })) {
    if (value !== undefined && !(name === "tab" && value === "people")) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `/?${text}` : "/";
}
