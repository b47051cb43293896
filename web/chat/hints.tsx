import { Go, Hidden, inPlace } from "../kit.tsx";
import { addressOf, type placeOf, PRIVATE } from "./stage.ts";
import { isEnterprise } from "./titles.ts";
import type { View } from "./view.ts";

/** The sentence of the first minute. */
const EXAMPLE = "流动资金缺800万，银行说抵押物不够";
const MOST_NEWS = 4;
/** A sentence said within this time is not offered again. */
const SAID_MS = 12 * 3_600_000;

/** What this person could say here to see the open panel change; the bot is called by name where it must be. */
function sentenceFor(view: View): string | undefined {
  const { me, room, stage, panels } = view;
  if (!me || !room) return undefined;
  const called = (text: string) => (room.kind === "group" ? `@链心 ${text}` : text);
  const is = (kind: string) => me.roles.some((each) => each.kind === kind);
  switch (stage.panel) {
    case "mornings":
      if (is("volunteer")) return room.kind === "group" && panels.glance.asked ? "都好" : undefined;
      return is("elder") && room.kind === "direct" ? "早上好" : undefined;
    case "notices":
      if (is("secretary") || me.town.includes("secretary")) return called(`给${panels.chain?.name ?? ""}链的企业发通知：明天下午两点开安全生产会`);
      return isEnterprise(me) ? "收到" : undefined;
    case "rota":
      return isEnterprise(me) ? called("下次轮到谁") : undefined;
    case "policies":
      return isEnterprise(me) ? called("有什么政策适合我们") : undefined;
    case "matters":
    case undefined:
      return isEnterprise(me) ? called(EXAMPLE) : undefined;
  }
}

/** Before the first word: an example that one press says. */
export const Hint = ({ view, place }: { view: View; place: ReturnType<typeof placeOf> }) => {
  const { me, talk, first, now } = view;
  const text = sentenceFor(view);
  const mine = talk.flatMap((each) => (each.from === "person" && each.heard.person === me?.name ? [each] : []));
  const again = view.stage.panel === undefined ? mine.length : mine.some((each) => each.heard.text === text && now - each.at < SAID_MS);
  if (text !== undefined && !again)
    return (
      <form class="hint" {...inPlace("/sandbox/say")}>
        <Hidden values={{ ...place, key: `${view.key}.hint`, text }} />
        <p>{mine.length ? "还可以说：" : "第一次来？试试这一句："}</p>
        <button type="submit">{text}</button>
      </form>
    );
  const raiser = first.find((each) => each.slot === 1);
  if (mine.length || view.stage.panel !== undefined || view.matters.length || !raiser || (me && isEnterprise(me))) return <News view={view} />;
  return (
    <p class="hint">
      还没有事情派过来。先到
      <Go to={addressOf({ tab: "people" }, { as: raiser.name })}>{raiser.name}</Go>
      那里反映一个问题{place["room"] === PRIVATE ? "，再回来看。" : "。"}
    </p>
  );
};

/** Whom else the bot spoke to: one press takes up that person's phone. */
const News = ({ view }: { view: View }) => {
  const people = view.elsewhere.filter((each) => each.kind === "direct").slice(0, MOST_NEWS);
  if (!people.length) return null;
  return (
    <p class="hint">
      链心还告诉了：
      {people.map((each) => (
        <Go to={addressOf(view.stage, { as: each.person, room: PRIVATE, tab: "chat", quote: undefined, since: undefined })} class="chip">
          {each.name}
        </Go>
      ))}
    </p>
  );
};
