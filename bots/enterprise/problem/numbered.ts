/* What a model is shown and is to speak of: one entry a line, each with its number. */

export const numbered = (entries: readonly string[], first: number): string => entries.map((words, n) => `[${n + first}] ${words}`).join("\n");
/** The entries by their number. */
export const entriesIn = (source: string): Map<number, string> =>
  new Map([...source.matchAll(/^\[(\d+)\] (.*)$/gmu)].map(([, number, words = ""]) => [Number(number), words]));
