import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sql } from "../../src/db/connect.ts";
import { scratchServer } from "../../src/db/scratch.ts";
import { bubbles, claimLines } from "../../src/delivery/claim.ts";

const MINUTE = 60_000;
const NOW = Date.parse("2026-11-23T02:00:00Z");
const BUDGET = 6;

type Line = { class: "task" | "due" | "reply"; text: string; sentAt?: number; /** Tried before, in a bubble of its own. */ failed?: true };

/** A room in which this was said, or waits to be. */
async function room(sql: Sql, name: string, lines: readonly Line[]): Promise<void> {
  const [made] = await sql<{ id: number }[]>`insert into room (kind, name) values ('group', ${name}) returning id`;
  const rows = lines.map((each) => ({ ...each, at: each.sentAt && new Date(each.sentAt).toISOString(), state: each.sentAt ? "sent" : "queued" }));
  await sql`
    insert into line (room_id, class, repeatable, text, buttons, not_before, made_at, state, sent_at, attempts)
    select ${made?.id ?? 0}, r.class, true, r.text, '[]', ${NOW}::timestamptz, ${NOW}::timestamptz, r.state, r.at, case when r.failed then 1 else 0 end
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(class text, text text, state text, at timestamptz, failed boolean)`;
  await sql`update line set bubble_id = id where state = 'sent' or attempts > 0`;
}

const sent = (count: number): Line[] => Array.from({ length: count }, (_, n) => ({ class: "due", text: `说过 ${n}`, sentAt: NOW - (50 - n) * MINUTE }));

/** What is said now, as messages, and what waits until when. */
async function said(sql: Sql): Promise<{ messages: string[]; waits: Record<string, string> }> {
  const { lines } = await claimLines(sql, NOW, { budget: BUDGET, quietUntil: NOW }, { only: undefined, but: [] }, () => {});
  const held = await sql<{ text: string; at: number }[]>`select text, not_before as at from line where state = 'queued' order by id`;
  return {
    messages: bubbles(lines).map((each) => each.text),
    waits: Object.fromEntries(held.map((each) => [each.text, new Date(each.at).toISOString().slice(11, 16)])),
  };
}

test("a room's hour is not overdrawn by what comes in the same moment", async () => {
  const scratch = await scratchServer(process.env["TEST_DATABASE_URL"]);
  const { sql, drop } = await scratch.database();
  try {
    await room(sql, "还可说一条", [...sent(5), { class: "task", text: "新事项" }, { class: "due", text: "已逾期" }, { class: "task", text: "又一件" }]);
    assert.deepEqual(await said(sql), { messages: ["新事项\n已逾期\n又一件"], waits: {} });

    const failed = ["甲", "乙", "丙"].map((text): Line => ({ class: "due", text, failed: true }));
    await room(sql, "断线以后", [...sent(4), ...failed, { class: "task", text: "丁" }, { class: "reply", text: "答复" }]);
    assert.deepEqual(await said(sql), { messages: ["答复", "甲", "乙"], waits: { 丙: "02:10", 丁: "02:10" } }, "an answer is not counted");

    await room(
      sql,
      "断线一天",
      Array.from({ length: 8 }, (_, n): Line => ({ class: "due", text: `第${n}`, failed: true })),
    );
    const day = await said(sql);
    assert.deepEqual([day.messages.length, day.waits["第6"], day.waits["第7"]], [6, "03:00", "03:00"]);
  } finally {
    await drop();
    await scratch.close();
  }
});
