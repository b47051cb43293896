/** Telegraf's types ask for the signal of an older package; running, it takes Node's own. */
export const until = (...signals: (AbortSignal | undefined)[]): { signal: never } => ({
  signal: AbortSignal.any(signals.filter((each) => each !== undefined)) as never,
});
