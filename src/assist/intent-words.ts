/** What a capability teaches the understanding: how people say one thing. */
export type IntentWords = {
  intent: string;
  /** Everyday sentences; the first stands in the documentation. Never those of the labelled set. */
  examples: readonly string[];
  /** A sentence that sounds like it and is something else. */
  nearMiss: string;
  rules: readonly Rule[];
};

/** Words that decide. The surest rule of all intents wins; `unless` takes it back. */
export type Rule = { when: RegExp; unless?: RegExp; sure: number };

/** Shorthand for a rule. */
export const rule = (sure: number, when: RegExp, unless?: RegExp): Rule => ({ sure, when, ...(unless ? { unless } : {}) });
