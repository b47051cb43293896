import type { Sql } from "../../src/db/connect.ts";
import type { Stage } from "../chat/stage.ts";
import { morningsOf, type Mornings } from "../mornings/queries.ts";
import { listNotices, type NoticeRow, noticeStory, type NoticeStory } from "../notices/queries.ts";
import { policiesOf, type Policies } from "../policies/queries.ts";
import { rotaOf, type Rota } from "../rota/queries.ts";
import { dayOf, zoned } from "../time.ts";
import { belongingOf, type Chain, type Glance, glanceOf, listChains } from "./queries.ts";

/** Months of the past that a rota shows, for what was held and how it changed. */
const ROTA_MONTHS_BACK = 3;

/** What stands beside the chat, but for the matters, which the chat itself speaks of. */
export type Panels = { on: string; chains: Chain[]; chain: Chain | undefined; firm: string | null; team: string | null; glance: Glance; open: Open };
export type Open =
  | { is: "matters" }
  | { is: "mornings"; mornings: Mornings }
  | { is: "notices"; total: number; notices: NoticeRow[]; story: NoticeStory | undefined }
  | { is: "rota"; rota: Rota }
  | { is: "policies"; library: Policies };

/** `first` is who the page offers first: their chain is shown where nobody of a chain is looked at. */
export async function loadPanels(
  sql: Sql,
  stage: Stage,
  { now, zone, me, first }: { now: number; zone: string; me?: number | undefined; first?: number | undefined },
): Promise<Panels> {
  const on = dayOf(now, zone);
  const [chains, own, others] = await Promise.all([listChains(sql), belongingOf(sql, me), belongingOf(sql, first)]);
  const wanted = own.chain ?? others.chain;
  const chain = chains.find((each) => each.name === stage.chain) ?? chains.find((each) => each.id === wanted) ?? chains[0];
  const firm = stage.firm ?? (chain?.id === own.chain ? own.firm : null);
  const [glance, open] = await Promise.all([glanceOf(sql, { on, chain: chain?.id }), openOf(sql, stage, { on, now, zone, chain: chain?.id ?? 0 })]);
  return { on, chains, chain, firm, team: own.team, glance, open };
}

async function openOf(sql: Sql, stage: Stage, { on, now, zone, chain }: { on: string; now: number; zone: string; chain: number }): Promise<Open> {
  const panel = stage.panel ?? "matters";
  switch (panel) {
    case "mornings":
      return { is: "mornings", mornings: await morningsOf(sql, { on, now, team: stage.team }) };
    case "notices": {
      const [list, story] = await Promise.all([listNotices(sql), stage.notice === undefined ? undefined : noticeStory(sql, stage.notice)]);
      return { is: "notices", ...list, story };
    }
    case "rota": {
      const from = zoned(now, zone).toPlainDate().subtract({ months: ROTA_MONTHS_BACK }).with({ day: 1 }).toString();
      return { is: "rota", rota: await rotaOf(sql, chain, from) };
    }
    case "policies":
      return { is: "policies", library: await policiesOf(sql, chain) };
    case "matters":
      return { is: "matters" };
  }
}
