import { Drawing, Go, Hidden, inPlace } from "../kit.tsx";
import { STICKERS } from "../labels.ts";
import { Hint } from "./hints.tsx";
import { addressOf, placeOf } from "./stage.ts";
import { roomKey, type View } from "./view.ts";

/** Where one talks: text, a sticker, a picture, a mention of the bot; above it, what it quotes. */
export const Composer = ({ view }: { view: View }) => {
  const { me, room, stage } = view;
  if (!me || !room) return null;
  const place = placeOf(stage, { as: me.name, room: roomKey(room), tab: "chat" });
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
