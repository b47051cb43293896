import { addressOf, type Stage } from "../chat/stage.ts";
import { Empty, Go } from "../kit.tsx";
import { kindLabel, laneLabel, resultLabel, stateLabel, stepLabel } from "../labels.ts";
import { longTime, span } from "../time.ts";
import type { MatterRow } from "./queries.ts";

type When = { now: number; zone: string };

/** The matters that came of what was said, the newest first. */
export const Matters = ({ stage, total, matters, now, zone }: { stage: Stage; total: number; matters: readonly MatterRow[] } & When) => (
  <div class="matters">
    <h2>
      事项 <small>{total} 件</small>
    </h2>
    {matters.length ? (
      <ul class="matter-list" aria-label="事项">
        {matters.map((each) => (
          <li>
            <Go to={addressOf(stage, { no: each.no, tab: "matters" })} class="matter">
              <MatterHead matter={each} />
              <span class="matter-detail">{each.private ? "（不公开的事项）" : each.detail}</span>
              <span class="matter-foot">
                <span>经办 {each.owner}</span>
                <Due matter={each} now={now} zone={zone} />
              </span>
            </Go>
          </li>
        ))}
      </ul>
    ) : (
      <Empty title="还没有事项">
        <p>有人对链心说出一个问题，这里就会出现一件：编号、经办人、时限，直到反映的人说解决了。</p>
      </Empty>
    )}
    {total > matters.length ? <p class="quiet">只列出最近 {matters.length} 件。</p> : null}
  </div>
);

export const MatterHead = ({ matter }: { matter: MatterRow }) => (
  <span class="matter-head">
    <b class="no">{matter.no}</b>
    <span class="tag">{matter.kind === "problem" ? laneLabel(matter.lane) || "问题" : kindLabel(matter.kind)}</span>
    <StateWord matter={matter} />
  </span>
);

const StateWord = ({ matter }: { matter: MatterRow }) => {
  const kind = matter.overdue ? "late" : matter.closed_at === null ? "open" : "ended";
  const word =
    matter.closed_at === null
      ? stateLabel(matter.state)
      : `${stateLabel(matter.state)}${matter.state === "closed" && matter.result ? `（${resultLabel(matter.result)}）` : ""}`;
  return <span class={`state ${kind}`}>{matter.paused_at === null ? word : `${word}，已暂停`}</span>;
};

export const Due = ({ matter, now, zone }: { matter: MatterRow } & When) => {
  if (matter.closed_at !== null) return <span>{longTime(matter.closed_at, now, zone)}</span>;
  if (matter.overdue) return <span class="overdue">逾期 {span(now - matter.due_at)}</span>;
  return <Next matter={matter} now={now} zone={zone} />;
};

/** What the clock does next, and when. */
export const Next = ({ matter, now, zone }: { matter: MatterRow } & When) => {
  if (matter.next_at === null) return <span>没有</span>;
  const step = matter.overdue ? "再往上报" : stepLabel(matter.next_step);
  return <span>{`${longTime(matter.next_at, now, zone)} ${step}`}</span>;
};
