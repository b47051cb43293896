import { addressOf, PRIVATE, type Stage } from "../chat/stage.ts";
import { Empty, Go } from "../kit.tsx";
import { noticeKindLabel, noticeLabel, noticeStepLabel, receiptLabel } from "../panels/labels.ts";
import { longTime, talkTime } from "../time.ts";
import type { NoticeRow, NoticeStory, ReceiptRow } from "./queries.ts";

type When = { now: number; zone: string };

/** The newest notices, and who of those expected has confirmed. */
export const Notices = ({ stage, total, notices, now, zone }: { stage: Stage; total: number; notices: readonly NoticeRow[] } & When) => (
  <div class="notices">
    <h2>
      回执 <small>{total} 份通知</small>
    </h2>
    {notices.length ? (
      <ul class="matter-list" aria-label="通知">
        {notices.map((each) => (
          <li>
            <Go to={addressOf(stage, { notice: each.id, tab: "matters" })} class="matter">
              <NoticeHead notice={each} />
              <Count notice={each} />
              <span class="matter-foot">
                <span>
                  {each.author} {talkTime(each.sent_at ?? each.made_at, now, zone)}
                </span>
                <NextStep notice={each} now={now} zone={zone} />
              </span>
            </Go>
          </li>
        ))}
      </ul>
    ) : (
      <Empty title="还没有通知">
        <p>书记或专员对链心说“给氟硅链的企业发通知：…”，这里就有一本台账：应回多少人、谁回了“收到”、谁还没回。</p>
      </Empty>
    )}
    {total > notices.length ? <p class="quiet">只列出最近 {notices.length} 份。</p> : null}
  </div>
);

const NoticeHead = ({ notice }: { notice: NoticeRow }) => (
  <span class="matter-head">
    <b class="notice-title">{notice.title}</b>
    <span class="tag">{noticeKindLabel(notice.kind)}</span>
    {notice.version > 1 ? <span class="tag">第 {notice.version} 版</span> : null}
    <span class={`state ${notice.state === "sent" ? (missing(notice) ? "open" : "ended") : notice.state === "withdrawn" ? "ended" : "open"}`}>
      {noticeLabel(notice.state)}
    </span>
  </span>
);

/** On the roster, not confirmed, and reachable. */
const missing = (notice: NoticeRow): number => (notice.confirms ? notice.roster - notice.confirmed - notice.unreachable - notice.gone : 0);

const Count = ({ notice }: { notice: NoticeRow }) => {
  if (!notice.roster) return <span class="notice-count quiet">{notice.state === "draft" ? waitsFor(notice) : "名单在发出时定下"}</span>;
  if (!notice.confirms) return <span class="notice-count quiet">发给 {notice.roster} 人，不要求回执</span>;
  const rest = [
    missing(notice) ? `还差 ${missing(notice)}` : "",
    notice.unreachable ? `没送到 ${notice.unreachable}` : "",
    notice.gone ? `已离开 ${notice.gone}` : "",
  ].filter(Boolean);
  return (
    <span class="notice-count">
      <span>
        <b class="big">{notice.confirmed}</b>
        <small> / {notice.roster} 人确认</small>
      </span>
      <small>{rest.join(" · ")}</small>
      <Bar notice={notice} />
    </span>
  );
};

const waitsFor = (notice: NoticeRow): string => (notice.approver && notice.approved_at === null ? `等${notice.approver}同意后发出` : "还没有发出");

/** The words beside it say the same. */
const Bar = ({ notice }: { notice: NoticeRow }) => (
  <svg class="bar" viewBox={`0 0 ${notice.roster} 1`} preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-all" width={notice.roster} height="1" />
    <rect class="bar-done" width={notice.confirmed} height="1" />
    <rect class="bar-lost" x={notice.roster - notice.unreachable - notice.gone} width={notice.unreachable + notice.gone} height="1" />
  </svg>
);

const NextStep = ({ notice, now, zone }: { notice: NoticeRow } & When) =>
  notice.next_at === null || notice.next_step === null ? null : (
    <span>
      {talkTime(notice.next_at, now, zone)} {noticeStepLabel(notice.next_step)}
    </span>
  );

/** One notice: what it says, what was corrected, and the ledger person by person. */
export const NoticeLedger = ({ stage, story, now, zone }: { stage: Stage; story: NoticeStory } & When) => {
  const { notice, versions, receipts } = story;
  const rest = notice.text.split("\n").slice(1).join("\n").trim();
  const corrected = versions.filter((each) => each.version > 1);
  return (
    <article class="story" aria-labelledby="notice-title">
      <p>
        <Go to={addressOf(stage, { notice: undefined, tab: "matters" })} class="back">
          ‹ 全部通知
        </Go>
      </p>
      <h2 id="notice-title">
        <NoticeHead notice={notice} />
      </h2>
      {rest ? <p class="notice-text">{rest}</p> : null}
      <Count notice={notice} />
      <p class="quiet">
        {notice.author} {notice.sent_at === null ? `${longTime(notice.made_at, now, zone)} 起草` : `${longTime(notice.sent_at, now, zone)} 发出`}
        {notice.withdrawn_at === null ? "" : `，${longTime(notice.withdrawn_at, now, zone)} 撤回`}
        {notice.next_at === null ? "" : "；"}
        <NextStep notice={notice} now={now} zone={zone} />
      </p>
      {corrected.length ? (
        <ul class="versions" aria-label="更正">
          {corrected.map((each) => (
            <li>
              <b>第 {each.version} 版</b> {each.changed ?? "改了说法"}{" "}
              <small>{`${each.by} ${longTime(each.at, now, zone)}${each.material ? "，请大家重新确认" : ""}`}</small>
            </li>
          ))}
        </ul>
      ) : null}
      <h3>名单</h3>
      {receipts.length ? (
        <ul class="receipts" aria-label="名单">
          {receipts.map((each) => (
            <Receipt stage={stage} receipt={each} notice={notice} now={now} zone={zone} />
          ))}
        </ul>
      ) : (
        <p class="quiet">发出的那一刻，名单就定下来，以后有人进出也不变。</p>
      )}
      {notice.roster > receipts.length ? (
        <p class="quiet">
          列出 {receipts.length} 人，还有 {notice.roster - receipts.length} 人。
        </p>
      ) : null}
    </article>
  );
};

const TONE: Record<string, string> = { expected: "wait", confirmed: "well", unreachable: "bad", left: "away" };

const Receipt = ({ stage, receipt, notice, now, zone }: { stage: Stage; receipt: ReceiptRow; notice: NoticeRow } & When) => {
  const { person, state, version, evidence, remark, failure } = receipt;
  const room = receipt.kind === "group" ? receipt.room : PRIVATE;
  const word = notice.confirms || state !== "expected" ? receiptLabel(state) : "不必回";
  return (
    <li class={`receipt ${TONE[state] ?? ""}`}>
      <Go to={addressOf(stage, { as: person, room, tab: "chat", find: undefined, quote: undefined })} class="home-name">
        {person}
      </Go>
      <b class="receipt-state">{word}</b>
      <span class="receipt-how">
        {evidence ? `“${evidence}” ` : ""}
        {receipt.confirmed_at === null ? "" : `${talkTime(receipt.confirmed_at, now, zone)} `}
        {state === "confirmed" && version !== null && version < notice.version ? `第 ${version} 版 ` : ""}
        <span class="receipt-where">{receipt.kind === "group" ? receipt.room : "私信"}</span>
      </span>
      {remark ? <span class="receipt-more">附言：{remark}</span> : null}
      {failure ? <span class="receipt-more">原因：{failure}</span> : null}
    </li>
  );
};
