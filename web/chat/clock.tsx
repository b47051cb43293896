import { Go, Hidden, inPlace } from "../kit.tsx";
import { iso, longTime, nextMorning, span, talkTime, zoned } from "../time.ts";
import { addressOf, placeOf, PRIVATE } from "./stage.ts";
import { roomKey, type View } from "./view.ts";

const MORNING = 9;

type Place = Parameters<typeof Hidden>[0]["values"];

/** The town's clock, and the keys that turn it forward. */
export const Clock = ({ view }: { view: View }) => {
  const { now, zone, stage } = view;
  const morning = nextMorning(now, zone, MORNING);
  const place = placeOf(stage);
  return (
    <section class="clock" aria-label="时钟">
      <p class="clock-now">
        <time datetime={iso(now, zone)}>{longTime(now, now, zone)}</time>
      </p>
      <form {...inPlace("/sandbox/clock")} hx-disable="find button" class="clock-keys" aria-label="把时间往前拨">
        <Hidden values={place} />
        <span class="clock-label" aria-hidden="true">
          往前拨
        </span>
        <button name="by" value="1h">
          +1 小时
        </button>
        <button name="to" value={iso(morning, zone)}>
          {talkTime(morning, now, zone).includes("明天") ? "明天 9:00" : "今天 9:00"}
        </button>
        <button name="by" value="2w">
          +2 个工作日
        </button>
        <button type="button" popovertarget="clock-more">
          更多
        </button>
      </form>
      <More now={now} zone={zone} morning={morning} place={place} />
    </section>
  );
};

/** Any moment, and other steps. */
const More = ({ now, zone, morning, place }: { now: number; zone: string; morning: number; place: Place }) => (
  <div id="clock-more" popover="auto" class="clock-more">
    <form {...inPlace("/sandbox/clock")} hx-disable="find button">
      <Hidden values={place} />
      <label for="clock-to">拨到</label>
      <input
        id="clock-to"
        type="datetime-local"
        name="to"
        required
        min={zoned(now, zone).toString().slice(0, 16)}
        value={zoned(morning, zone).toString().slice(0, 16)}
      />
      <button type="submit">拨过去</button>
    </form>
    <form {...inPlace("/sandbox/clock")} hx-disable="find button" class="clock-keys">
      <Hidden values={place} />
      <button name="by" value="30m">
        +30 分钟
      </button>
      <button name="by" value="4h">
        +4 小时
      </button>
      <button name="by" value="1w">
        +1 个工作日
      </button>
      <button name="by" value="5w">
        +5 个工作日
      </button>
    </form>
    <p class="quiet">时钟只能往前。到点该做的事，会一件一件按顺序做完。</p>
  </div>
);

/** Why nothing arrives at night, and the way to the morning: a newcomer who reports a problem late would wonder. */
export const Quiet = ({ view }: { view: View }) => {
  const { quiet, now, zone, stage } = view;
  if (!quiet) return null;
  return (
    <aside class="quiet-hours" aria-label="安静时段">
      <p>
        现在是安静时段：您说的话马上有回音，链心主动找别人的话要到 <b>{talkTime(quiet.until, now, zone)}</b> 才送达。
      </p>
      <form {...inPlace("/sandbox/clock")} hx-disable="find button">
        <Hidden values={placeOf(stage)} />
        <button name="to" value={iso(quiet.morning, zone)}>
          拨到早上：{longTime(quiet.morning, now, zone)}
        </button>
      </form>
    </aside>
  );
};

/** After the clock was turned: who was told something meanwhile. */
export const Told = ({ view }: { view: View }) => {
  const { stage, told, now } = view;
  if (stage.since === undefined || now <= stage.since) return null;
  const total = told.reduce((sum, each) => sum + each.count, 0);
  return (
    <div class="told" role="status">
      <p>
        时间走了 {span(now - stage.since)}。{total ? `链心说了 ${total} 次话：` : "这段时间没有到点的事。"}
        {told.map((each) => (
          <Go
            to={addressOf(stage, {
              as: each.person ?? stage.as,
              room: each.kind === "group" ? each.room : PRIVATE,
              tab: "chat",
              find: undefined,
              quote: undefined,
              since: undefined,
            })}
            class="chip"
          >
            {each.room} {each.count}
          </Go>
        ))}
      </p>
      <Go to={addressOf(stage, { since: undefined, room: stage.room ?? (view.room && roomKey(view.room)) })} class="faint" label="知道了">
        ✕
      </Go>
    </div>
  );
};
