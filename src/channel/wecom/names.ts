import type { Api } from "./api.ts";

/** A message tells only a member's id. Their name is asked for, and kept for a day. */
export type Names = (id: string) => Promise<string>;

const NAME_WAIT_MS = 1000;
const KNOWN_MS = 24 * 3_600_000;
/** Where the platform would not tell, it is asked again after this. */
const UNKNOWN_MS = 10 * 60_000;
const MOST_NAMES = 10_000;

/** The id stands for the name where it cannot be had: the message is heard either way. */
export function createNames(api: Pick<Api, "call">, now: () => number): Names {
  const known = new Map<string, { name: string; until: number }>();
  return async (id) => {
    const held = known.get(id);
    if (held && now() < held.until) return held.name;
    const name = await api
      .call("user/get", { query: { userid: id } }, AbortSignal.timeout(NAME_WAIT_MS))
      .then((answer) => String(answer["name"] ?? ""))
      .catch(() => "");
    known.delete(id);
    known.set(id, { name: name || held?.name || id, until: now() + (name ? KNOWN_MS : UNKNOWN_MS) });
    const oldest = known.size > MOST_NAMES ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return known.get(id)?.name ?? id;
  };
}
