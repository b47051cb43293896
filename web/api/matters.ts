import { Hono } from "hono";
import { listMatters, matterByNo, storyOf } from "../matters/queries.ts";
import type { WebOptions } from "../options.ts";
import { Refusal } from "../refusal.ts";
import { printed } from "./printed.ts";

const MAX_NO = 60;

/** The same as the page shows, as JSON. Moments are ISO 8601 in the town's zone. */
export function mattersApi({ sql, now, zone }: WebOptions): Hono {
  const app = new Hono();
  app.get("/", async (c) => {
    const { total, matters } = await listMatters(sql, now());
    return c.json({ total, matters: matters.map((each) => printed(each, zone)) });
  });
  app.get("/:no", async (c) => {
    const no = c.req.param("no").slice(0, MAX_NO);
    const matter = await matterByNo(sql, no, now());
    if (!matter) throw new Refusal(404, "unknown-matter", `没有编号为“${no}”的事项。`, "no");
    const steps = await storyOf(sql, matter.id);
    return c.json({ ...printed(matter, zone), story: steps.map((each) => printed(each, zone)) });
  });
  return app;
}
