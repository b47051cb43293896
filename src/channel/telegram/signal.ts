export type Options = { signal: never };

/** Telegraf's types ask for the signal of an older package; running, it takes Node's own. */
export const until = (signal: AbortSignal): Options => ({ signal: signal as never });

/** Gives a call up after so many milliseconds, or when one of the signals says so. Its signal is let go of with the answer: one that
 *  waits out its time keeps the call in memory until then, and there may be a thousand a second. */
export async function inTime<T>(ms: number, signals: readonly (AbortSignal | undefined)[], call: (options: Options) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const stop = (): void => own.abort();
  const timer = setTimeout(stop, ms);
  for (const each of signals) each?.addEventListener("abort", stop);
  if (signals.some((each) => each?.aborted)) stop();
  try {
    return await call(until(own.signal));
  } finally {
    clearTimeout(timer);
    for (const each of signals) each?.removeEventListener("abort", stop);
  }
}
