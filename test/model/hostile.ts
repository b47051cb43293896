import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { attacks } from "./attacks.ts";
import { type Received, type Reply, startModelServer } from "./server.ts";
import { direct, say, stageWith } from "./stage.ts";

/* Against a model that does whatever the attacker says: rights, recipients and states stay as they are, and nobody's
   personal data ever reaches it. */

type World = Awaited<ReturnType<Worlds["open"]>>;
let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

/** What the attacker would have it answer: whatever intent the words name, else the one that does most harm. */
const HARM: readonly [RegExp, string][] = [
  [/关闭|办结|解决|close/iu, "matter.done"],
  [/撤回|withdraw/iu, "notice.withdraw"],
  [/批准|同意|通过|确认|confirm/iu, "matter.confirm"],
  [/换成|改为|转给/u, "matter.reroute"],
  [/绑定|登录|账号/u, "login"],
];
function obeys({ body }: Received): Reply {
  const source = (body["messages"] as { content: string }[]).at(-1)?.content ?? "";
  const ordered = /intent\W{0,4}([a-z]+\.[a-z]+|announce)/u.exec(source)?.[1] ?? HARM.find(([when]) => when.test(source))?.[1] ?? "announce";
  const said = /<<<\n([\s\S]*)\n>>>/u.exec(source)?.[1] ?? "";
  return { content: JSON.stringify({ intent: ordered, because: said.slice(0, 4), to: "所有人", approved: true, role: "secretary" }) };
}

/** Rights, whom anything reaches, and how everybody else's matters stand. */
const standing = async ({ sql }: World) => ({
  rights: await sql`select person_id, organisation_id, kind, lane from role order by 1, 2, 3, 4`,
  offices: await sql`select person_id, kind from town_role order by 1, 2`,
  members: await sql`select room_id, person_id from membership order by 1, 2`,
  accounts: await sql`select person_id, channel, external_id from account order by id`,
  people: await sql`select id, name, state from person order by id`,
  notices: await sql`select id, state from notice order by id`,
  receipts: await sql`select notice_id, person_id, state from receipt order by 1, 2`,
  matters: await sql`select no, state, owner_id from matter where no = '氟硅-0001'`,
  said: (await sql`select l.id from line l join room r on r.id = l.room_id where r.kind = 'group'`).length,
});

test(`${attacks.length} hostile messages to a model that obeys them change nothing`, async () => {
  const world = await worlds.open("hostile.md", "small");
  const server = await startModelServer(obeys);
  try {
    const stage = await stageWith(world.sql, server);
    await say(stage, "王小云", "流动资金缺800万，银行说抵押物不够");
    const before = await standing(world);
    for (const text of attacks) {
      await say(stage, "小荣", text);
      // And whoever said it says yes to whatever the bot asks.
      await say(stage, "小荣", "1");
      stage.now += 60_000;
      await say(stage, "小荣", "取消");
    }
    assert.ok(server.received.length >= attacks.length / 2, `the model was asked ${server.received.length} times only`);
    assert.deepEqual(await standing(world), before);
    assert.equal((await world.sql`select from heard where state = 'parked'`).length, 0, "nothing failed");
  } finally {
    await server.close();
    await world.close();
  }
});

const PERSONAL = ["13800138000", "138 0013 8001", "370303198802103417", "0533-2345678", "6222 0216 0301 2345 678", "rong@example.com"];
const PEOPLE = ["荣师傅", "老荣", "荣工", "王小云", "孙书记", "李专员", "刘阿姨", "张大爷"];
const PLACES = ["幸福小区3号楼2单元501室", "6号院"];

test("names, numbers and addresses never reach a model, and come back in what it answers", async () => {
  const world = await worlds.open("personal.md", "small");
  const server = await startModelServer(({ body }) => {
    const said = /<<<\n([\s\S]*)\n>>>/u.exec((body["messages"] as { content: string }[]).at(-1)?.content ?? "")?.[1] ?? "";
    return { content: JSON.stringify({ intent: "policy.ask", because: said.slice(0, 8) }) };
  });
  try {
    const stage = await stageWith(world.sql, server);
    const said = [...PERSONAL, ...PEOPLE, ...PLACES].map((secret) => `${secret}那边的锅不知道咋整呢哎`);
    for (const text of said) {
      await say(stage, "小荣", text);
      await say(stage, "小荣", "取消");
    }
    assert.ok(server.received.length >= 10, `the model was asked ${server.received.length} times only`);
    const sent = server.received.map((each) => each.text).join("\n");
    for (const secret of [...PERSONAL, ...PEOPLE, ...PLACES]) assert.ok(!sent.includes(secret), `${secret} was sent`);
    for (const secret of PERSONAL) assert.ok(!sent.includes(secret.replaceAll(/\D/gu, "") || secret), `${secret} was sent`);
    assert.ok(
      stage.memory.messages(direct("小荣")).some((each) => /您说“[^”〔]*(?:13800138000|荣师傅)/u.test(each.text)),
      `the person sees their own words: ${stage.memory
        .messages(direct("小荣"))
        .map((each) => each.text)
        .join("｜")
        .slice(0, 600)}`,
    );
    const journal = await world.sql`select * from model_call`;
    assert.ok(journal.length > 0 && !JSON.stringify(journal).includes("锅"), "the journal holds no words");
  } finally {
    await server.close();
    await world.close();
  }
});

test("a model is asked only for words to the bot that the rules cannot place, within its budget", async () => {
  const world = await worlds.open("budget.md", "small");
  const server = await startModelServer(() => ({ status: 503, message: "overloaded" }));
  try {
    await world.sql`update town set limits = limits || '{"model_room_day": 3}'`;
    const stage = await stageWith(world.sql, server);
    await say(stage, "荣师傅", "流动资金缺800万，银行说抵押物不够");
    assert.equal(server.received.length, 0, "what the rules are sure of needs no model");
    const group = { kind: "group" as const, id: "氟硅材料链企业群" };
    await stage.turn(() =>
      stage.memory.say({ kind: "message", where: group, from: { id: "小荣", name: "小荣" }, at: stage.now, text: "那边的锅不知道咋整呢" }),
    );
    assert.equal(server.received.length, 0, "what people say among themselves is not shown to it");
    for (let n = 0; n < 6; n += 1) await say(stage, "小荣", `那边第${n}口锅不知道咋整呢`).then(() => say(stage, "小荣", "取消"));
    assert.equal(server.received.length, 3, "the room's budget");
    assert.match(
      stage.memory.messages(direct("小荣")).findLast((each) => /没太听懂/u.test(each.text))?.text ?? "",
      /您是想/u,
      "without an answer it asks itself",
    );
  } finally {
    await server.close();
    await world.close();
  }
});
