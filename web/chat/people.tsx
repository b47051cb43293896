import { Empty, Face, Go, Hidden } from "../kit.tsx";
import { MOST_PEOPLE, type Who } from "./queries.ts";
import { addressOf, placeOf, type Stage } from "./stage.ts";
import { Tries } from "./tries.tsx";
import { titleOf } from "./titles.ts";
import type { View } from "./view.ts";

/** Why somebody is offered first. */
const WHY = ["", "有事要反映", "办理融资", "跟进企业", "督办", "最后一级", "报各户平安", "早上发笑脸"];

/** Whose phone to look at: first who matters in the first minute, then everyone, to be searched. */
export const People = ({ view }: { view: View }) => {
  const { stage, first, people = [], me } = view;
  const searching = Boolean(stage.find);
  return (
    <div class="people">
      {me ? null : <p class="lead">说一句难处，看它被一直追到办结</p>}
      <h2>{me ? "换个人看" : "先选一个人"}</h2>
      {me ? null : <p class="quiet">您可以拿起任何一个人的手机说话，再换到别人那里看收到了什么。</p>}
      {searching ? null : (
        <ul class="cards" aria-label="从这几位开始">
          {first.map((each) => (
            <li>
              <PersonLink who={each} stage={stage} why={WHY[each.slot] ?? ""} />
            </li>
          ))}
        </ul>
      )}
      {me ? null : <Tries view={view} />}
      <Search stage={stage} />
      {people.length >= MOST_PEOPLE ? <p class="quiet">列出 {MOST_PEOPLE} 人，其余请搜。</p> : null}
      {people.length ? (
        <ul class="list" aria-label={searching ? "找到的人" : "所有人"}>
          {people.map((each) => (
            <li>
              <PersonLink who={each} stage={stage} why="" />
            </li>
          ))}
        </ul>
      ) : (
        <Empty title={searching ? "没有找到这个人" : "还没有人"}>
          <p>{searching ? "可以搜姓名、企业或团队的名字。" : "导入一个镇街或城市的名单（npx lianxin import）后，人会出现在这里。"}</p>
        </Empty>
      )}
    </div>
  );
};

/** Picking somebody leaves the room: it is theirs only if they are in it. */
const PersonLink = ({ who, stage, why }: { who: Who; stage: Stage; why: string }) => (
  <Go to={addressOf(stage, { as: who.name, room: undefined, find: undefined, quote: undefined, tab: undefined })} class="row" current={stage.as === who.name}>
    <Face name={who.display} />
    <span class="row-main">
      <span class="row-name">
        {who.name}
        {who.display === who.name ? null : <small> {who.display}</small>}
      </span>
      <span class="row-text">{titleOf(who) || "尚未登记身份"}</span>
    </span>
    {why ? <span class="tag">{why}</span> : null}
  </Go>
);

const Search = ({ stage }: { stage: Stage }) => (
  <form
    class="search"
    role="search"
    action="/"
    method="get"
    hx-get="/"
    hx-sync="body:queue all"
    hx-trigger="submit, input delay:250ms"
    hx-target="#stage"
    hx-swap="outerMorph"
  >
    <Hidden values={placeOf(stage, { room: undefined, tab: undefined })} />
    <label class="hidden" for="find">
      找人
    </label>
    <input id="find" type="search" name="find" value={stage.find ?? ""} placeholder="搜姓名、企业、团队" autocomplete="off" />
    <button type="submit">找</button>
  </form>
);
