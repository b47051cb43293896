import { Drawing, Go, Hidden, inPlace } from "../kit.tsx";
import { STICKERS } from "../labels.ts";
import { addressOf, PRIVATE } from "./stage.ts";
import { isEnterprise } from "./titles.ts";
import { roomKey, type View } from "./view.ts";

/** The sentence of the first minute. */
const EXAMPLE = "流动资金缺800万，银行说抵押物不够";
const MOST_NEWS = 4;

/** Where one talks: text, a sticker, a picture, a mention of the bot; above it, what it quotes. */
export const Composer = ({ view }: { view: View }) => {
  const { me, room, stage } = view;
  if (!me || !room) return null;
  const place = { as: me.name, room: roomKey(room), no: stage.no, tab: "chat" };
  return (
    <div class="composer">
      <Hint view={view} place={place} />
      <form id="say" {...inPlace("/sandbox/say")} enctype="multipart/form-data" hx-encoding="multipart/form-data" hx-disable="find .send">
        <Hidden values={{ ...place, key: view.key, quote: stage.quote }} />
        <Quoted view={view} />
        <div class="tools">
          {room.kind === "group" ? (
            <button type="button" class="tool needs-script" data-insert="@链心 ">
              @链心
            </button>
          ) : null}
          <button type="button" class="tool sticker-key" popovertarget="stickers">
            表情
          </button>
          <label class="tool" for="file">
            图片
            <input id="file" type="file" name="file" accept="image/png,image/jpeg,image/gif,image/webp" />
          </label>
        </div>
        <div class="write">
          <label class="hidden" for="text">
            以{me.display}的身份在{room.kind === "group" ? room.name : "私信"}说
          </label>
          <textarea id="text" name="text" rows={1} maxlength={20_000} placeholder={`${me.display}说…`}></textarea>
          <button type="submit" class="send">
            发送
          </button>
        </div>
        <div id="stickers" popover="auto" class="stickers" role="group" aria-label="表情">
          {STICKERS.map(([drawing, word]) => (
            <button type="submit" name="sticker" value={word}>
              <Drawing name={drawing} />
              <small>{word}</small>
            </button>
          ))}
        </div>
      </form>
    </div>
  );
};

const Quoted = ({ view }: { view: View }) => {
  const line = view.talk.find((each) => each.from === "bot" && each.line === view.stage.quote);
  if (line?.from !== "bot") return null;
  return (
    <div class="quoted">
      <span class="row-text">引用 链心：{line.text}</span>
      <Go to={addressOf(view.stage, { quote: undefined })} class="faint" label="不引用了">
        ✕
      </Go>
    </div>
  );
};

/** Before the first word: an example that one press says. */
const Hint = ({ view, place }: { view: View; place: Record<string, string | undefined> }) => {
  const { me, room, talk, matters, first } = view;
  if (!me || !room) return null;
  if (talk.some((each) => each.from === "person" && each.heard.person === me.name)) return <News view={view} />;
  if (isEnterprise(me)) {
    const text = room.kind === "group" ? `@链心 ${EXAMPLE}` : EXAMPLE;
    return (
      <form class="hint" {...inPlace("/sandbox/say")}>
        <Hidden values={{ ...place, key: `${view.key}.hint`, text }} />
        <p>第一次来？试试这一句：</p>
        <button type="submit">{text}</button>
      </form>
    );
  }
  const raiser = first[0];
  if (matters.length || !raiser) return <News view={view} />;
  return (
    <p class="hint">
      还没有事情派过来。先到
      <Go to={addressOf({ tab: "people" }, { as: raiser.name })}>{raiser.name}</Go>
      那里反映一个问题{room.kind === "direct" && place["room"] === PRIVATE ? "，再回来看。" : "。"}
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
