import { ApiError, ONLY_ALLOWED, type Update } from "./shapes.ts";

/** How soon a webhook that did not answer 200 is called again. */
const WEBHOOK_RETRY_MS = 10;
const WEBHOOK_ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
type Answer = (updates: Update[] | ApiError) => void;
type Hook = { url: string; secret?: string };

/** Updates that wait until they are confirmed: by the next poll's offset, or by the webhook's 200. */
export type Updates = ReturnType<typeof createUpdates>;

export function createUpdates(now: () => number, changed: () => void) {
  const queue: Update[] = [];
  const hook = createHook(queue, now, changed);
  let id = 0;
  let allowed: readonly string[] = [];
  let waiting: { limit: number; answer: Answer } | undefined;

  const end = (updates: Update[] | ApiError): void => {
    const ended = waiting;
    waiting = undefined;
    ended?.answer(updates);
  };
  return {
    pending: (): number => queue.length,
    polling: (): boolean => waiting !== undefined,
    hook,
    /** As the real one does, keeps what was last asked for; empty: everything that needs no asking. */
    allow: (kinds: readonly string[] | undefined) => void (allowed = kinds ?? allowed),
    push(update: Record<string, unknown>): Update {
      const whole = { update_id: (id += 1), ...update };
      if (Object.keys(update).some((each) => ONLY_ALLOWED.includes(each) && !allowed.includes(each))) return whole;
      queue.push(whole);
      if (waiting) end(queue.slice(0, waiting.limit));
      hook.deliver([whole]);
      changed();
      return whole;
    },
    /** Confirms everything before `offset`; answers what waits, or after so many seconds nothing. */
    poll(offset: number, limit: number, seconds: number, answer: Answer): () => void {
      if (hook.is()) {
        answer(new ApiError(409, WEBHOOK_ACTIVE));
        return () => {};
      }
      end(new ApiError(409, OTHER_POLL));
      while (queue[0] && queue[0].update_id < offset) queue.shift();
      const timer = setTimeout(() => end([]), seconds * 1000);
      const mine = { limit, answer: (updates: Update[] | ApiError) => (clearTimeout(timer), answer(updates)) };
      waiting = mine;
      if (!seconds || queue.length) end(queue.slice(0, limit));
      changed();
      return () => {
        clearTimeout(timer);
        if (waiting === mine) waiting = undefined;
      };
    },
    close(): void {
      hook.close();
      end([]);
    },
  };
}

/** The chat of a message: the real one delivers a chat's messages one after the other, the chats beside each other.
 *  https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.cpp (its queues) */
function strandOf({ update_id: _id, ...update }: Update): string {
  const [kind, what] = Object.entries(update)[0] ?? [];
  return JSON.stringify([kind, (what as { chat?: { id?: unknown } } | null)?.chat?.id ?? 0]);
}

/** Calls the webhook with what is waiting, each update until it is taken. */
function createHook(queue: Update[], now: () => number, changed: () => void) {
  let hook: Hook | undefined;
  const busy = new Set<string>();
  let failure: { at: number; why: string } | undefined;
  const closing = new AbortController();

  const call = async ({ url, secret }: Hook, update: Update): Promise<void> => {
    const headers = { "content-type": "application/json", ...(secret ? { "x-telegram-bot-api-secret-token": secret } : {}) };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(update), signal: closing.signal });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`Wrong response from the webhook: ${response.status}`);
  };
  const carry = async (strand: string): Promise<void> => {
    if (busy.has(strand)) return;
    busy.add(strand);
    const first = (): Update | undefined => queue.find((each) => strandOf(each) === strand);
    for (let next = first(); next && hook && !closing.signal.aborted; next = first()) {
      try {
        await call(hook, next);
        queue.splice(queue.indexOf(next), 1);
        failure = undefined;
      } catch (error) {
        failure = { at: now(), why: String(error) };
        await new Promise((retry) => setTimeout(retry, WEBHOOK_RETRY_MS));
      }
      changed();
    }
    busy.delete(strand);
  };
  const deliver = (updates: readonly Update[]): void => {
    if (hook) for (const strand of new Set(updates.map(strandOf))) void carry(strand);
  };
  return {
    is: (): boolean => hook !== undefined,
    deliver,
    set(given: Hook | undefined): void {
      hook = given;
      deliver(queue);
    },
    info: () => ({
      url: hook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: queue.length,
      ...(failure ? { last_error_date: Math.floor(failure.at / 1000), last_error_message: failure.why } : {}),
    }),
    close: (): void => closing.abort(),
  };
}
