import { Face, Go } from "../kit.tsx";
import { listTime } from "../time.ts";
import type { Elsewhere, RoomRow } from "./queries.ts";
import { isNew } from "./seen.ts";
import { addressOf, PRIVATE } from "./stage.ts";
import { titleOf } from "./titles.ts";
import { roomKey, type View } from "./view.ts";

/** One person's phone: who they are, their chats, and what others were told meanwhile. */
export const Rooms = ({ view }: { view: View }) => {
  const { me, stage, rooms } = view;
  if (!me) return null;
  return (
    <div class="rooms">
      <div class="me">
        <Face name={me.display} />
        <span class="row-main">
          <span class="row-name">{me.name}</span>
          <span class="row-text">{titleOf(me) || "尚未登记身份"}</span>
        </span>
        <Go to={addressOf(stage, { find: "", tab: undefined })} class="button">
          换人
        </Go>
      </div>
      <h2>{me.display}的聊天</h2>
      <ul class="list" aria-label={`${me.display}的聊天`}>
        {rooms.map((each) => (
          <li>
            <RoomLink view={view} row={each} />
          </li>
        ))}
      </ul>
      <h2>别人收到的</h2>
      {view.elsewhere.length ? (
        <ul class="list" aria-label="别人收到的">
          {view.elsewhere.map((each) => (
            <li>
              <ElsewhereLink view={view} row={each} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="quiet">链心对别人说了什么，会出现在这里；点开就拿起那个人的手机。</p>
      )}
    </div>
  );
};

const RoomLink = ({ view, row }: { view: View; row: RoomRow }) => {
  const name = row.kind === "group" ? row.name : "链心";
  const current = row.id === view.room?.id;
  const fresh = isNew(view.seen, row.id, row.line_at);
  return (
    <Go to={addressOf(view.stage, { room: roomKey(row), tab: "chat", find: undefined, quote: undefined })} class="row" current={current}>
      <Face name={name} bot={row.kind === "direct"} />
      <span class="row-main">
        <span class="row-name">
          {name}
          {row.kind === "direct" ? <small> 私信</small> : null}
        </span>
        <span class="row-text">{row.said_at === null ? "还没有消息" : `${row.kind === "group" ? `${row.speaker}：` : ""}${row.text || "[按钮]"}`}</span>
      </span>
      <span class="row-side">
        {row.said_at === null ? null : <time>{listTime(row.said_at, view.now, view.zone)}</time>}
        {fresh ? <span class="dot" role="img" aria-label="有新消息" /> : null}
      </span>
    </Go>
  );
};

const ElsewhereLink = ({ view, row }: { view: View; row: Elsewhere }) => {
  const direct = row.kind === "direct";
  const to = addressOf(view.stage, { as: row.person, room: direct ? PRIVATE : row.name, tab: "chat", find: undefined, quote: undefined });
  return (
    <Go to={to} class="row">
      <Face name={row.name} />
      <span class="row-main">
        <span class="row-name">
          {row.name}
          {direct ? <small> 私信</small> : null}
        </span>
        <span class="row-text">{row.text}</span>
      </span>
      <span class="row-side">
        <time>{listTime(row.at, view.now, view.zone)}</time>
        <span class="count">
          {row.count}
          <span class="hidden">条新消息</span>
        </span>
      </span>
    </Go>
  );
};
