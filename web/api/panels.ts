import { Hono } from "hono";
import { morningsOf } from "../mornings/queries.ts";
import { listNotices, noticeStory } from "../notices/queries.ts";
import type { WebOptions } from "../options.ts";
import { type Chain, listChains } from "../panels/queries.ts";
import { policiesOf } from "../policies/queries.ts";
import { Refusal } from "../refusal.ts";
import { rotaOf } from "../rota/queries.ts";
import { dayOf } from "../time.ts";
import { printed } from "./printed.ts";

/** What the panels show, as JSON. Moments are ISO 8601 in the town's zone, days `YYYY-MM-DD`. */
export function panelsApi({ sql, now, zone }: WebOptions): Hono {
  const app = new Hono();
  const chainOf = async (name: string | undefined): Promise<Chain> => {
    const chains = await listChains(sql);
    const found = name === undefined ? chains[0] : chains.find((each) => each.name === name || each.code === name);
    if (!found) throw new Refusal(404, "unknown-chain", `没有叫“${name ?? ""}”的产业链。`, "chain");
    return found;
  };
  app.get("/notices", async (c) => {
    const { total, notices } = await listNotices(sql);
    return c.json({ total, notices: notices.map((each) => ({ id: each.id, ...printed(each, zone) })) });
  });
  app.get("/notices/:id", async (c) => {
    const id = c.req.param("id");
    const story = /^\d{1,15}$/u.test(id) ? await noticeStory(sql, Number(id)) : undefined;
    if (!story) throw new Refusal(404, "unknown-notice", `没有编号为“${id.slice(0, 20)}”的通知。`, "id");
    return c.json({
      id: story.notice.id,
      ...printed(story.notice, zone),
      versions: story.versions.map((each) => printed(each, zone)),
      receipts: story.receipts.map((each) => printed(each, zone)),
    });
  });
  app.get("/mornings", async (c) => {
    const on = dayOf(now(), zone);
    const { teams, households, next } = await morningsOf(sql, { on, now: now(), team: c.req.query("team") });
    return c.json({ on, teams, households: households.map((each) => printed(each, zone)), next: next.map((each) => printed(each, zone)) });
  });
  app.get("/rota", async (c) => {
    const chain = await chainOf(c.req.query("chain"));
    const { rows, ...totals } = await rotaOf(sql, chain.id, dayOf(now(), zone));
    return c.json({ chain: chain.name, ...totals, rows: rows.map((each) => printed(each, zone)) });
  });
  app.get("/policies", async (c) => {
    const chain = await chainOf(c.req.query("chain"));
    return c.json({ chain: chain.name, ...(await policiesOf(sql, chain.id)) });
  });
  return app;
}
