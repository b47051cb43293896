import { Drawing, Empty, Face, Go, Hidden, inPlace } from "../kit.tsx";
import { mediaLabel, STICKERS } from "../labels.ts";
import { talkTime } from "../time.ts";
import type { HeardRow, MediaRow } from "./queries.ts";
import { addressOf, placeOf } from "./stage.ts";
import type { Message, SheetOf } from "./talk.ts";
import { roomKey, type View } from "./view.ts";

/** Messages further apart have the time between them, as on a phone. */
const GAP_MS = 5 * 60_000;

/** What was said in one room, as a phone shows it; the newest at the bottom. */
export const Transcript = ({ view }: { view: View }) => {
  const { room, talk } = view;
  if (!room) return null;
  return (
    <div class="talk-scroll" tabindex={0} role="log" aria-label={`${room.kind === "group" ? room.name : "与链心的私信"}的聊天记录`} id={`talk-${room.id}`}>
      <div class="talk">
        {talk.length ? null : (
          <Empty title="还没有人说话">
            <p>{silence(view)}</p>
          </Empty>
        )}
        {talk.map((each, at) => (
          <>
            {each.at - (talk[at - 1]?.at ?? 0) > GAP_MS ? <p class="when">{talkTime(each.at, view.now, view.zone)}</p> : null}
            {each.from === "bot" ? <BotBubble view={view} message={each} /> : <PersonBubble view={view} heard={each.heard} id={each.id} />}
          </>
        ))}
      </div>
    </div>
  );
};

/** What will be said here, before anything was. */
function silence({ room, me }: View): string {
  const team = me?.roles.some((each) => each.of === "team" && each.kind !== "contact");
  if (room?.kind === "group")
    return team ? "每天早上，链心在群里问各户是否平安；志愿者回一句“都好”，或者说谁家没人应。" : "在群里 @链心 说一句难处，它会登记、派单，一直追到办结。";
  if (me?.roles.some((each) => each.kind === "elder")) return "早上发个笑脸，或者说声“早上好”，链心就知道这一户平安。";
  return "和链心的私信：派给这个人的事、提醒和回访都会到这里。";
}

const BotBubble = ({ view, message }: { view: View; message: Extract<Message, { from: "bot" }> }) => (
  <div class="message" id={message.id}>
    <Face name="链心" bot />
    <div class="said">
      <span class="speaker">链心</span>
      {message.sheets.map((each) => (
        <Table sheet={each} />
      ))}
      <div class="bubble">{message.text}</div>
      {message.buttons.length ? <Buttons view={view} message={message} /> : null}
      <p class="under">
        <Go to={addressOf(view.stage, { room: view.room && roomKey(view.room), quote: message.line, tab: "chat" })} class="faint">
          引用<span class="hidden">链心的这条消息</span>
        </Go>
        {message.no ? (
          <Go to={addressOf(view.stage, { no: message.no, panel: undefined, tab: "matters" })} class="faint">
            {message.no}
          </Go>
        ) : null}
      </p>
    </div>
  </div>
);

/** The picture of a table; the spreadsheet is a touch away. */
const Table = ({ sheet: { line, name } }: { sheet: SheetOf }) => (
  <figure class="sheet">
    <a href={`/lines/${line}/table.png`}>
      <img class="picture" src={`/lines/${line}/table.png`} alt={`图片：${name}`} loading="lazy" />
    </a>
    <figcaption>
      <a href={`/lines/${line}/table.xlsx`} download="">
        下载表格<span class="hidden">{name}</span>
      </a>
    </figcaption>
  </figure>
);

const Buttons = ({ view, message }: { view: View; message: Extract<Message, { from: "bot" }> }) => (
  <form class="buttons" {...inPlace("/sandbox/say")}>
    <Hidden
      values={{
        ...placeOf(view.stage, { tab: "chat" }),
        as: view.me?.name,
        room: view.room && roomKey(view.room),
        line: message.line,
        key: `${view.key}.${message.line}`,
      }}
    />
    {message.buttons.map((each) => (
      <button type="submit" name="data" value={each.data} class={each.pressed ? "pressed" : ""}>
        {each.label}
        {each.pressed ? <small> 已点</small> : null}
      </button>
    ))}
  </form>
);

const PersonBubble = ({ view, heard, id }: { view: View; heard: HeardRow; id: string }) => {
  const mine = heard.person === view.me?.name;
  if (heard.kind === "join" || heard.kind === "leave" || heard.kind === "room")
    return (
      <p class="when" id={id}>
        {heard.display} {heard.kind === "join" ? "进群了" : heard.kind === "leave" ? "退群了" : "改动了这个群"}
      </p>
    );
  if (heard.kind === "press")
    return (
      <p class="when" id={id}>
        {`${mine ? "您" : heard.display}点了“${heard.label ?? "按钮"}”`}
      </p>
    );
  // What a voice says is kept as text, too: it is shown once.
  const words = heard.media.some((each) => each.transcript === heard.text) ? null : heard.text;
  return (
    <div class={mine ? "message mine" : "message"} id={id}>
      <Face name={heard.display} />
      <div class="said">
        <span class="speaker">{heard.display}</span>
        {heard.quote?.text ? <blockquote>链心：{heard.quote.text}</blockquote> : null}
        {heard.media.map((each) => (
          <Medium medium={each} />
        ))}
        {words ? <div class="bubble">{marked(words)}</div> : heard.text === null ? <div class="bubble quiet">（闲聊，满 7 天已忘记）</div> : null}
        {heard.state === "waiting" || heard.state === "parked" ? <p class="under">已转给专人答复</p> : null}
      </div>
    </div>
  );
};

/** A call of the bot stands out, as mentions do on a phone. */
const marked = (text: string) => text.split(/(@链心)/u).map((part) => (part === "@链心" ? <span class="mention">{part}</span> : part));

export const Medium = ({ medium }: { medium: MediaRow }) => {
  if (medium.kind === "sticker") {
    const drawing = STICKERS.find((each) => each[1] === medium.name)?.[0];
    return drawing ? (
      <div class="sticker">
        <Drawing name={drawing} />
        <small>{medium.name}</small>
      </div>
    ) : (
      <div class="bubble">[表情] {medium.name}</div>
    );
  }
  if (medium.kind === "picture" && medium.hash)
    return (
      <a href={`/media/${medium.hash}`}>
        <img class="picture" src={`/media/${medium.hash}/small`} alt={`图片：${medium.name}`} loading="lazy" />
      </a>
    );
  const words = medium.kind === "voice" && medium.transcript ? `“${medium.transcript}”` : medium.name;
  return (
    <div class="bubble">
      [{mediaLabel(medium.kind)}] {words}
      {medium.missing ? <small>（没能保存：{medium.missing}）</small> : null}
    </div>
  );
};
