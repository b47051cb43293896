import type { Context } from "hono";
import { Notice, Shell } from "./kit.tsx";
import { isPart, type Refusal } from "./refusal.ts";

/** A code for programs; for people a sentence where they are looking: in the page, or, without script, on one of its own. */
export function refuse(c: Context, refusal: Refusal): Response | Promise<Response> {
  if (c.req.path.startsWith("/api/")) return c.json(refusal.body, refusal.status);
  if (isPart(c)) {
    c.header("HX-Retarget", "#notice");
    c.header("HX-Reswap", "innerHTML");
    return c.html(<Notice say={refusal.say} />, refusal.status);
  }
  return c.html(
    <Shell title="没有成功 · 链心">
      <main class="plain">
        <h1>没有成功</h1>
        <Notice say={refusal.say} />
        <p>
          <a href="/">回到开头</a>
        </p>
      </main>
    </Shell>,
    refusal.status,
  );
}
