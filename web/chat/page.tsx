import { Empty, Face, Go, Shell } from "../kit.tsx";
import { PANEL_NAMES, PanelView } from "../panels/panel.tsx";
import { Clock, Quiet, Told } from "./clock.tsx";
import { Composer } from "./composer.tsx";
import { People } from "./people.tsx";
import { Rooms } from "./rooms.tsx";
import { addressOf, type Tab } from "./stage.ts";
import { Tries } from "./tries.tsx";
import { Transcript } from "./transcript.tsx";
import { roomKey, type View } from "./view.ts";

/** The whole page: the stage, and beside it the wire that says when to read again. */
export const Page = ({ view, version }: { view: View; version: string }) => (
  <Shell title={view.room && view.me ? `${view.me.name} · ${view.room.kind === "group" ? view.room.name : "私信"} · 链心` : "链心"}>
    <div id="wire" {...{ "hx-sse:connect": `/sandbox/changes?seen=${version}` }}></div>
    <StageView view={view} />
  </Shell>
);

/** Three parts side by side; on a phone one at a time. Reads itself again when something changed. */
export const StageView = ({ view }: { view: View }) => {
  const { stage } = view;
  return (
    <div
      id="stage"
      class={`stage show-${stage.tab}`}
      hx-get={addressOf(stage)}
      hx-trigger="changed from:#wire, every 60s"
      hx-target="#stage"
      hx-swap="outerMorph"
      hx-sync="body:abort"
    >
      <header class="top">
        <Go to="/" class="brand">
          <Face name="链心" bot />
          <h1 class="brand-name">链心</h1>
          <span class="brand-place">{view.town} · 演示</span>
        </Go>
        <Clock view={view} />
      </header>
      <div id="notice"></div>
      <Quiet view={view} />
      <Told view={view} />
      <main class="parts">
        <nav class="part part-people" aria-label="人和聊天">
          {view.people ? <People view={view} /> : <Rooms view={view} />}
        </nav>
        <section class="part part-chat" aria-label="对话">
          <Chat view={view} />
        </section>
        <section class="part part-matters" aria-label={PANEL_NAMES[stage.panel ?? "matters"]}>
          <PanelView view={view} />
        </section>
      </main>
      <Tabs view={view} />
    </div>
  );
};

const Chat = ({ view }: { view: View }) => {
  const { me, room } = view;
  if (!me || !room) return <Welcome view={view} />;
  return (
    <>
      <div class="chat-head">
        <Go to={addressOf(view.stage, { tab: undefined })} class="back only-narrow" label="回到聊天列表">
          ‹
        </Go>
        <h2>{room.kind === "group" ? room.name : "链心"}</h2>
        <span class="quiet">{me.display}的手机</span>
      </div>
      <Transcript view={view} />
      <Composer view={view} />
    </>
  );
};

const Welcome = ({ view }: { view: View }) => {
  const raiser = view.first.find((each) => each.slot === 1);
  return (
    <div class="welcome">
      <h2>说一句难处，看它被一直追到办结</h2>
      <ol class="acts">
        <li>
          <b>反映</b>选一个企业的人，在群里 <span class="mention">@链心</span> 说一句
        </li>
        <li>
          <b>接单</b>换到经办人的手机上，点“接单”
        </li>
        <li>
          <b>追办</b>把时间往前拨，看谁被提醒、谁被回访
        </li>
      </ol>
      {raiser ? (
        <Go to={addressOf(view.stage, { as: raiser.name, find: undefined })} class="button primary">
          从{raiser.name}开始
        </Go>
      ) : (
        <Empty title="这里还没有人">
          <p>导入名单（npx lianxin import）后再来。</p>
        </Empty>
      )}
      <Tries view={view} />
    </div>
  );
};

const Tabs = ({ view }: { view: View }) => {
  const { stage } = view;
  const news = view.elsewhere.length;
  const tab = (name: Tab, words: string, count: number, style = "count") => (
    <Go to={addressOf(stage, { tab: name, ...(name === "chat" && view.room ? { room: roomKey(view.room) } : {}) })} current={stage.tab === name}>
      {words}
      {count ? <span class={style}>{count}</span> : null}
    </Go>
  );
  return (
    <nav class="tabs" aria-label="切换">
      {tab("people", view.me ? "聊天列表" : "选人", news)}
      {tab("chat", "对话", 0)}
      {tab("matters", PANEL_NAMES[stage.panel ?? "matters"], stage.panel ? 0 : view.total, "count number")}
    </nav>
  );
};
