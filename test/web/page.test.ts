import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { scratch } from "../db/scratch.ts";
import { openWorld, type World } from "./world.ts";

const GROUP = "氟硅材料链企业群";
const PICTURE = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), (each) =>
  each.charCodeAt(0),
);

describe("the page without a browser", () => {
  let world: World;
  before(async () => void (world = await openWorld()));
  after(async () => {
    await world.close();
    await (await scratch()).close();
  });
  const get = async (path: string) => (await world.app.request(path)).text();
  const send = (path: string, fields: Record<string, string | File>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return world.app.request(path, { method: "POST", body: form });
  };

  it("offers first who matters in the first minute, and finds the others by name or enterprise", async () => {
    const first = await get("/");
    const order = ["荣师傅", "钱经理", "李专员", "孙书记", "周链长"].map((name) => first.indexOf(`class="row-name">${name}`));
    assert.ok(
      order.every((at, n) => at > (order[n - 1] ?? 0)),
      String(order),
    );
    const found = await get(`/?find=${encodeURIComponent("东岳")}`);
    assert.ok(found.includes("王小云") && !found.includes("钱经理"));
    assert.match(await get("/?find=%25"), /没有找到这个人/u);
  });

  it("says a form's words as that person, and goes back to the same place", async () => {
    const answer = await send("/sandbox/say", { as: "荣师傅", room: GROUP, tab: "chat", key: "k1", text: "缺800万" });
    assert.equal(answer.status, 303);
    assert.equal(new URL(answer.headers.get("location") ?? "", "http://x").searchParams.get("room"), GROUP);
    const [heard] = world.heard.splice(0);
    assert.deepEqual([heard?.key, heard?.where.id, heard?.from.id], ["k1", GROUP, "荣师傅"]);
  });

  it("keeps a picture by its content, and shows only what is one", async () => {
    await send("/sandbox/say", { as: "荣师傅", room: "私信", key: "k2", text: "", file: new File([PICTURE], "厂房.png") });
    const [heard] = world.heard.splice(0);
    const [picture] = (heard?.kind === "message" && heard.media) || [];
    assert.deepEqual([picture?.kind, picture?.name], ["picture", "厂房.png"]);
    const shown = await world.app.request(`/media/${picture?.hash}`);
    assert.equal(shown.headers.get("content-type"), "image/png");
    assert.deepEqual(new Uint8Array(await shown.arrayBuffer()), PICTURE);
    const small = await world.app.request(`/media/${picture?.hash}/small`);
    assert.deepEqual([small.status, small.headers.get("content-type")], [200, "image/webp"]);
    const fake = await send("/sandbox/say", { as: "荣师傅", room: "私信", key: "k3", file: new File(["<script>"], "x.png", { type: "image/png" }) });
    assert.equal(fake.status, 415);
    assert.match(await fake.text(), /只能发图片/u);
    assert.equal((await world.app.request("/media/../secret")).status, 404);
    for (const path of ["", "/small"]) assert.equal((await world.app.request(`/media/${"0".repeat(64)}${path}`)).status, 404);
  });

  it("shows a table that goes with a message as a picture, and hands out its spreadsheet", async () => {
    const line = await world.said("荣师傅", "台账在这里");
    const sheet = { name: "“开会”回执台账", columns: ["姓名"], rows: [["荣师傅"]] };
    await world.sql`update line set sheet = ${JSON.stringify(sheet)}::text::jsonb where id = ${line}`;
    const page = await get(`/?as=${encodeURIComponent("荣师傅")}&room=${encodeURIComponent("私信")}&tab=chat`);
    assert.ok(page.includes(`src="/lines/${line}/table.png"`) && page.includes(`href="/lines/${line}/table.xlsx"`));
    const picture = await world.app.request(`/lines/${line}/table.png`);
    assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/png"]);
    const file = await world.app.request(`/lines/${line}/table.xlsx`);
    assert.match(file.headers.get("content-disposition") ?? "", /^attachment; .*%E5%8F%B0%E8%B4%A6\.xlsx$/u);
    assert.equal(new TextDecoder("latin1").decode((await file.arrayBuffer()).slice(0, 2)), "PK");
    for (const path of [`/lines/${line + 1}/table.png`, "/lines/x/table.png", `/lines/${line}/other`])
      assert.equal((await world.app.request(path)).status, 404);
  });

  it("tells a person in words why something was not done", async () => {
    const empty = await send("/sandbox/say", { as: "荣师傅", room: GROUP, key: "k4", text: "" });
    assert.equal(empty.status, 400);
    assert.match(await empty.text(), /说点什么再发送/u);
    const part = await world.app.request("/sandbox/clock", {
      method: "POST",
      headers: { "hx-request": "true", "content-type": "application/x-www-form-urlencoded" },
      body: "to=2020-01-01T00:00",
    });
    assert.equal(part.headers.get("hx-retarget"), "#notice");
    assert.match(await part.text(), /^<p class="notice" role="alert">时钟只能往前拨/u);
  });

  it("shows words as words, whoever wrote them", async () => {
    await world.said(GROUP, '<img src=x onerror="alert(1)">');
    const page = await get(`/?as=${encodeURIComponent("荣师傅")}&room=${encodeURIComponent(GROUP)}&tab=chat&no="><script>`);
    assert.ok(page.includes("&lt;img src=x") && !page.includes("<img src=x"));
    assert.ok(!page.includes('"><script>'));
  });

  it("runs no script that is not a file of ours", async () => {
    const answer = await world.app.request("/");
    assert.match(answer.headers.get("content-security-policy") ?? "", /^default-src 'self';/u);
    assert.ok(!/<script(?![^>]+src=)|<style|\sstyle=|\son\w+=/u.test(await answer.text()));
  });
});

describe("without the sandbox", () => {
  it("is one page that says what runs, and nobody can be anybody", async () => {
    const world = await openWorld({ sandbox: false });
    try {
      const page = await world.app.request("/", { headers: { host: "lianxin.example.cn" } });
      assert.equal(page.status, 200);
      assert.match(await page.text(), /链心正在运行/u);
      for (const path of ["/healthz", "/readyz"]) assert.equal((await world.app.request(path)).status, 200);
      for (const path of ["/api/sandbox/lines?room=x", "/api/matters", "/sandbox/changes", `/media/${"0".repeat(64)}`])
        assert.equal((await world.app.request(path)).status, 404);
      assert.equal((await world.post("/api/sandbox/say", { person: "荣师傅", text: "你好" })).status, 404);
      assert.equal((await world.post("/api/sandbox/clock", { by: "2h" })).status, 404);
    } finally {
      await world.close();
      await (await scratch()).close();
    }
  });
});
