import OpenAI from "openai";
import { createEndpoint } from "../../src/assist/model/endpoint.ts";
import { createModel } from "../../src/assist/model/model.ts";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import type { Sql } from "../../src/db/connect.ts";
import type { ModelServer, Received } from "./server.ts";

/** A program of a play's world that asks this server. */
export async function stageWith(sql: Sql, server: ModelServer): Promise<Stage> {
  const endpoint = createEndpoint(new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 }), "local");
  const bots = createBots();
  const model = createModel({ sql, endpoint, now: () => stage.now });
  const stage: Stage = new Stage(sql, { ...bots, suggest: bots.suggestBy(model) }, undefined);
  stage.now = Date.parse("2026-11-23T01:00:00Z");
  await stage.rebuild();
  return stage;
}

export const direct = (who: string) => ({ kind: "direct" as const, id: who });

export const say = (stage: Stage, who: string, text: string): Promise<void> =>
  stage.turn(() => stage.memory.say({ kind: "message", where: direct(who), from: { id: who, name: who }, at: stage.now, text }));

/** What the bot said to somebody last. */
export const lastTo = (stage: Stage, who: string): string => stage.memory.messages(direct(who)).at(-1)?.text ?? "";

/** What a model is asked about, as it was sent: its own words last. */
export const sourceOf = ({ body }: Received): string =>
  /<<<\n([\s\S]*)\n>>>/u.exec((body["messages"] as { content: string }[]).at(-1)?.content ?? "")?.[1] ?? "";
