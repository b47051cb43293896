import { ApiError, type Update } from "./shapes.ts";

/** How soon a webhook that did not answer 200 is called again. */
const WEBHOOK_RETRY_MS = 10;
type Answer = (updates: Update[] | ApiError) => void;
type Hook = { url: string; secret?: string };

/** Updates that wait until they are confirmed: by the next poll's offset, or by the webhook's 200. */
export type Updates = ReturnType<typeof createUpdates>;

export function createUpdates(now: () => number, changed: () => void) {
  const queue: Update[] = [];
  let id = 0;
  let waiting: { offset: number; limit: number; answer: Answer } | undefined;
  let hook: Hook | undefined;
  let pumping = false;
  let failure: { at: number; why: string } | undefined;
  const closing = new AbortController();

  const take = (answer: Answer | undefined, updates: Update[] | ApiError): void => {
    if (answer && waiting?.answer === answer) waiting = undefined;
    answer?.(updates);
  };
  const wake = (): void => {
    if (waiting) {
      const ready = queue.slice(0, waiting.limit);
      if (ready.length) take(waiting.answer, ready);
    }
    void pump();
    changed();
  };
  const call = async ({ url, secret }: Hook, update: Update): Promise<void> => {
    const headers = { "content-type": "application/json", ...(secret ? { "x-telegram-bot-api-secret-token": secret } : {}) };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(update), signal: closing.signal });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`Wrong response from the webhook: ${response.status}`);
  };
  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    for (let next = queue[0]; next && hook && !closing.signal.aborted; next = queue[0]) {
      try {
        await call(hook, next);
        queue.shift();
        failure = undefined;
      } catch (error) {
        failure = { at: now(), why: String(error) };
        changed();
        await new Promise((retry) => setTimeout(retry, WEBHOOK_RETRY_MS));
      }
      changed();
    }
    pumping = false;
  };

  return {
    pending: (): number => queue.length,
    push(update: Record<string, unknown>): Update {
      const whole = { update_id: (id += 1), ...update };
      queue.push(whole);
      wake();
      return whole;
    },
    /** Confirms everything before `offset`; answers what waits, or after so many seconds nothing. */
    poll(offset: number, limit: number, seconds: number, answer: Answer): () => void {
      if (hook) {
        answer(new ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
        return () => {};
      }
      take(waiting?.answer, new ApiError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
      while (queue[0] && queue[0].update_id < offset) queue.shift();
      const timer = setTimeout(() => take(ended, []), seconds * 1000);
      const ended: Answer = (updates) => (clearTimeout(timer), answer(updates));
      waiting = { offset, limit, answer: ended };
      if (!seconds || queue.length) take(ended, queue.slice(0, limit));
      changed();
      return () => {
        clearTimeout(timer);
        if (waiting?.answer === ended) waiting = undefined;
      };
    },
    polling: (): boolean => waiting !== undefined,
    setHook(given: Hook | undefined): void {
      hook = given;
      wake();
    },
    hookInfo: () => ({
      url: hook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: queue.length,
      ...(failure ? { last_error_date: Math.floor(failure.at / 1000), last_error_message: failure.why } : {}),
    }),
    close(): void {
      closing.abort();
      take(waiting?.answer, []);
    },
  };
}
