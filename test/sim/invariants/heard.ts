import type { Invariant } from "./look.ts";

/** Every message has one row that says what became of it, and none of them is parked. */
export const everyMessageEnds: Invariant = {
  name: "every message ends",
  finds: async ({ sql, record, far }) => {
    const rows = await sql<{ key: string; state: string; with_id: number | null; text: string | null }[]>`select key, state, with_id, text from heard`;
    const byKey = Map.groupBy(rows, (each) => each.key);
    const acknowledged = [...new Set(far.acknowledged.map((each) => each.key))];
    return acknowledged.flatMap((key) => {
      const found = byKey.get(key) ?? [];
      const words = `${record.of(key)?.who ?? ""}“${record.of(key)?.text ?? ""}”`;
      if (found.length !== 1) return [`${words} was acknowledged and stands ${found.length} times in the log`];
      const [one] = found;
      if (one?.state === "parked") return [`${words} is parked: handling it failed`];
      if (one?.state === "waiting" && one.with_id === null) return [`${words} waits for nobody`];
      return ["done", "waiting", "bystander"].includes(one?.state ?? "") ? [] : [`${words} came to no end: ${one?.state}`];
    });
  },
};
