import { addressOf, type Panel, type Stage } from "../chat/stage.ts";
import type { View } from "../chat/view.ts";
import { Go } from "../kit.tsx";
import { Matters } from "../matters/list.tsx";
import { Story } from "../matters/story.tsx";
import { Wall } from "../mornings/wall.tsx";
import { NoticeLedger, Notices } from "../notices/ledger.tsx";
import { PolicyLibrary } from "../policies/library.tsx";
import { RotaYear } from "../rota/rota.tsx";
import type { Glance } from "./queries.ts";

export const PANEL_NAMES: Record<Panel, string> = { matters: "事项", mornings: "平安", notices: "回执", rota: "轮值", policies: "政策" };

/** What each panel says of itself while another is open. */
const glances: Record<Panel, (glance: Glance) => string> = {
  matters: ({ matters }) => `${matters} 件`,
  mornings: ({ safe, asked }) => (asked ? `${safe}/${asked} 户` : "未开始"),
  notices: ({ confirmed, roster }) => (roster ? `${confirmed}/${roster} 人` : "0 份"),
  rota: ({ next_on }) => (next_on ? `${Number(next_on.slice(5, 7))}月${Number(next_on.slice(8))}日` : "未排"),
  policies: ({ policies }) => `${policies} 项`,
};

/** What stands beside the chat: one of five panels, all of them a link away. */
export const PanelView = ({ view }: { view: View }) => (
  <>
    <nav class="panels" aria-label="看板">
      {(Object.keys(PANEL_NAMES) as Panel[]).map((each) => (
        <Go to={panelAddress(view.stage, each)} current={(view.stage.panel ?? "matters") === each}>
          <span>{PANEL_NAMES[each]}</span> <small>{glances[each](view.panels.glance)}</small>
        </Go>
      ))}
    </nav>
    <div class="panel">
      <Opened view={view} />
    </div>
  </>
);

/** A panel opens as it is at first: nothing of it opened. */
const panelAddress = (stage: Stage, panel: Panel): string =>
  addressOf(stage, { panel: panel === "matters" ? undefined : panel, tab: "matters", no: undefined, notice: undefined, firm: undefined });

const Opened = ({ view }: { view: View }) => {
  const { stage, now, zone, story } = view;
  const { open, ...panels } = view.panels;
  switch (open.is) {
    case "mornings":
      return <Wall stage={stage} on={panels.on} team={panels.team} mornings={open.mornings} now={now} zone={zone} />;
    case "notices":
      if (open.story) return <NoticeLedger stage={stage} story={open.story} now={now} zone={zone} />;
      return <Notices stage={stage} total={open.total} notices={open.notices} now={now} zone={zone} />;
    case "rota":
      return <RotaYear stage={stage} {...panels} rota={open.rota} now={now} zone={zone} />;
    case "policies":
      return <PolicyLibrary stage={stage} {...panels} library={open.library} now={now} zone={zone} />;
    case "matters":
      if (story) return <Story stage={stage} {...story} now={now} zone={zone} />;
      return <Matters stage={stage} total={view.total} matters={view.matters} now={now} zone={zone} />;
  }
};
