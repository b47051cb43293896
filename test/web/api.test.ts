import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { scratch } from "../db/scratch.ts";
import { openWorld, type World } from "./world.ts";

const GROUP = "氟硅材料链企业群";
const URL_GROUP = encodeURIComponent(GROUP);
const json = async <T = never>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T;
type Refused = { error: { code: string; field: string | null; say: string } };

/** The status, code and field that a request is refused with; every refusal says something to a person. */
async function refusalOf(response: Response | Promise<Response>): Promise<[number, string, string | null]> {
  const answer = await response;
  const { error } = await json<Refused>(answer);
  assert.match(error.say, /\p{Script=Han}/u);
  return [answer.status, error.code, error.field];
}

describe("the sandbox API", () => {
  let world: World;
  before(async () => void (world = await openWorld()));
  after(async () => {
    await world.close();
    await (await scratch()).close();
  });
  const say = (body: unknown, headers?: Record<string, string>) => world.post("/api/sandbox/say", body, headers);
  const clock = (body: unknown) => world.post("/api/sandbox/clock", body);

  it("hears what somebody says in a room, and privately without one", async () => {
    assert.equal((await say({ person: "荣师傅", room: GROUP, text: "@链心 缺800万，@小荣 也知道" })).status, 200);
    const [inGroup] = world.heard.splice(0);
    assert.deepEqual(inGroup?.where, { kind: "group", id: GROUP, name: GROUP });
    assert.deepEqual(inGroup?.from, { id: "荣师傅", name: "老荣" });
    assert.ok(inGroup?.kind === "message" && inGroup.mentionsMe);
    assert.deepEqual(inGroup.mentions, ["小荣"]);
    assert.equal((await say({ person: "荣师傅", room: null, text: "缺800万", key: "abc" })).status, 200);
    const [alone] = world.heard.splice(0);
    assert.deepEqual([alone?.where.kind, alone?.where.id, alone?.key], ["direct", "荣师傅", "abc"]);
  });

  it("hears a pressed button and a quote as pointing to the bot's message", async () => {
    const line = await world.said(GROUP, "请接单", [{ label: "接单", data: "matter.accept|氟硅-0001" }]);
    await say({ person: "钱经理", room: GROUP, press: { line, data: "matter.accept|氟硅-0001" } });
    await say({ person: "钱经理", room: GROUP, text: "收到", quote: line });
    const [press, quote] = world.heard.splice(0);
    assert.ok(press?.kind === "press" && press.messageId === "line-of-请接单");
    assert.deepEqual(quote?.kind === "message" && quote.quote, { messageId: "line-of-请接单", text: "请接单", mine: true });
    assert.deepEqual(await refusalOf(say({ person: "钱经理", room: GROUP, press: { line, data: "x" } })), [400, "unknown-button", "press.data"]);
    assert.deepEqual(await refusalOf(say({ person: "钱经理", press: { line, data: "x" } })), [404, "unknown-line", "press.line"]);
    assert.deepEqual(await refusalOf(say({ person: "钱经理", text: "好", quote: 999_999 })), [404, "unknown-line", "quote"]);
  });

  it("lists what the bot said, not what waits for later", async () => {
    await world.said("孙书记", "氟硅-0001 已逾期");
    await world.sql`insert into line (room_id, class, repeatable, text, not_before, made_at)
      select id, 'task', true, '明早再说', now() + interval '9 years', now() from room where name = '孙书记'`;
    const lines = await json<{ text: string; at: string; to: string; state: string; buttons: unknown[] }[]>(
      world.app.request(`/api/sandbox/lines?person=${encodeURIComponent("孙书记")}`),
    );
    assert.deepEqual(
      lines.map(({ text, at, to, state, buttons }) => ({ text, at, to, state, buttons })),
      [{ text: "氟硅-0001 已逾期", at: "2026-11-24T12:00:00+08:00", to: "孙书记", state: "sent", buttons: [] }],
    );
    assert.ok((await json<unknown[]>(world.app.request(`/api/sandbox/lines?room=${URL_GROUP}`))).length >= 1);
  });

  it("names what is wrong with what was said", async () => {
    assert.deepEqual(await refusalOf(say({ text: "你好" })), [400, "missing", "person"]);
    for (const person of ["没有这个人", "\u0000甲", "甲\ud800"])
      assert.deepEqual(await refusalOf(say({ person, text: "你好" })), [404, "unknown-person", "person"]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", room: "没有这个群", text: "你好" })), [404, "unknown-room", "room"]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", text: "  " })), [400, "empty", "text"]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", text: 5 })), [400, "invalid", "text"]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", text: "汉".repeat(20_001) })), [400, "too-long", "text"]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", text: "你好", rooom: GROUP })), [400, "unknown-field", "rooom"]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", press: { line: "x", data: "y" } })), [400, "invalid", "press.line"]);
    assert.deepEqual(await refusalOf(say("{")), [400, "bad-json", null]);
    assert.deepEqual(await refusalOf(say("[]")), [400, "invalid", null]);
    assert.deepEqual(await refusalOf(say("person=荣师傅", { "content-type": "text/plain" })), [415, "not-json", null]);
    assert.deepEqual(await refusalOf(say({ person: "荣师傅", text: "x".repeat(2_200_000) })), [413, "too-large", null]);
    assert.equal(world.heard.length, 0);
  });

  it("names what is wrong with a question for lines", async () => {
    const lines = (query: string) => refusalOf(world.app.request(`/api/sandbox/lines${query}`));
    assert.deepEqual(await lines(""), [400, "one-of", "room"]);
    assert.deepEqual(await lines(`?room=${URL_GROUP}&person=x`), [400, "one-of", "room"]);
    assert.deepEqual(await lines("?room=nowhere"), [404, "unknown-room", "room"]);
    assert.deepEqual(await lines("?person=nobody"), [404, "unknown-person", "person"]);
    assert.deepEqual(await lines("?rom=x"), [400, "unknown-field", "rom"]);
  });

  it("turns the clock forward, by a span or to a moment, never back", async () => {
    const turned = async (body: unknown) => (await json<{ now: string }>(clock(body))).now;
    assert.equal(await turned({ by: "2h" }), "2026-11-24T14:00:00+08:00");
    assert.equal(await turned({ by: "1d 30m" }), "2026-11-25T14:30:00+08:00");
    assert.equal(await turned({ to: "2026-11-26 09:00" }), "2026-11-26T09:00:00+08:00");
    assert.equal(await turned({ to: "2026-11-26T02:00:00Z" }), "2026-11-26T10:00:00+08:00");
    // Thursday; two working days later is Monday.
    assert.equal(await turned({ by: "2w" }), "2026-11-30T10:00:00+08:00");
    assert.deepEqual(await refusalOf(clock({ to: "2026-11-01 09:00" })), [400, "clock-back", "to"]);
    assert.deepEqual(await refusalOf(clock({ to: "2036-11-01 09:00" })), [400, "too-far", "to"]);
    assert.deepEqual(await refusalOf(clock({ by: "999d" })), [400, "too-far", "by"]);
    assert.deepEqual(await refusalOf(clock({ to: "明天" })), [400, "bad-time", "to"]);
    assert.deepEqual(await refusalOf(clock({ by: "soon" })), [400, "bad-span", "by"]);
    assert.deepEqual(await refusalOf(clock({ by: "" })), [400, "bad-span", "by"]);
    assert.deepEqual(await refusalOf(clock({ by: "-2h" })), [400, "bad-span", "by"]);
    assert.deepEqual(await refusalOf(clock({})), [400, "one-of", "to"]);
    assert.deepEqual(await refusalOf(clock({ by: "2h", to: "2027-01-01 09:00" })), [400, "one-of", "to"]);
  });

  it("knows no matter that is not there", async () => {
    assert.deepEqual(await json(world.app.request("/api/matters")), { total: 0, matters: [] });
    assert.deepEqual(await refusalOf(world.app.request(`/api/matters/${encodeURIComponent("氟硅-0009")}`)), [404, "unknown-matter", "no"]);
    assert.deepEqual(await refusalOf(world.app.request("/api/nothing")), [404, "not-found", null]);
  });

  it("shows of an alarm whom it asks now and the morning it is about, not its row numbers", async () => {
    const facts = {
      on: "2026-11-24",
      stage: "backup",
      volunteer: 4,
      backup: 5,
      contacts: [6],
      asked: [4, 5],
      told: [4, 5],
      round: 1,
      since: 1,
      about: "alarm 7 1",
    };
    await world.sql`
      insert into matter (no, kind, state, owner_id, raiser_id, detail, facts, opened_at, due_at, next_step, next_at)
      select k.no, k.kind, 'new', p.id, p.id, '没有报平安', k.facts, now(), now(), 'accept', now() from person p,
        jsonb_to_recordset(${JSON.stringify([
          ...["smiley", "unwell", "emergency"].map((kind, n) => ({ no: `平安-000${n + 1}`, kind, facts })),
          { no: "氟硅-0001", kind: "problem", facts: { amount_yuan: 8_000_000 } },
        ])}::text::jsonb) as k(no text, kind text, facts jsonb) where p.name = '荣师傅' order by k.no`;
    const { matters } = await json<{ matters: { no: string; facts: unknown }[] }>(world.app.request("/api/matters"));
    const shown = { on: "2026-11-24", stage: "backup" };
    assert.deepEqual(Object.fromEntries(matters.map((each) => [each.no, each.facts])), {
      "平安-0001": shown,
      "平安-0002": shown,
      "平安-0003": shown,
      "氟硅-0001": { amount_yuan: 8_000_000 },
    });
    const one = await json<{ facts: unknown }>(world.app.request(`/api/matters/${encodeURIComponent("平安-0001")}`));
    assert.deepEqual(one.facts, shown);
  });

  it("answers neither another site's page nor a foreign name for this machine", async () => {
    const body = { person: "荣师傅", text: "你好" };
    for (const site of ["cross-site", "same-site"]) assert.deepEqual(await refusalOf(say(body, { "sec-fetch-site": site })), [403, "foreign-site", null]);
    for (const origin of ["http://evil.example", "null"])
      assert.deepEqual(await refusalOf(say(body, { origin, host: "localhost:3000" })), [403, "foreign-site", null]);
    assert.equal((await say(body, { origin: "http://localhost:3000", host: "localhost:3000" })).status, 200);
    for (const site of ["same-origin", "none"]) assert.equal((await say(body, { "sec-fetch-site": site })).status, 200);
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:3000", "10.0.0.1"])
      assert.deepEqual(await refusalOf(world.app.request(`/api/sandbox/lines?room=${URL_GROUP}`, { headers: { host } })), [403, "foreign-host", null]);
    for (const host of ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"]) assert.equal((await world.app.request("/", { headers: { host } })).status, 200);
    world.heard.splice(0);
  });
});
