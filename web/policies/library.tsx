import { yuan } from "../money.ts";
import { addressOf, type Stage } from "../chat/stage.ts";
import { Empty, Go } from "../kit.tsx";
import { caseLabel, policyLabel, verdictLabel } from "../panels/labels.ts";
import { ChainPicker } from "../panels/chains.tsx";
import type { Chain } from "../panels/queries.ts";
import { daysUntil, monthDay } from "../time.ts";
import { demandOf, missingFact, nameOf } from "./demand.ts";
import type { MatchRow, Policies, PolicyRow } from "./queries.ts";

/** Enterprises named under one verdict; the rest are counted. */
const MOST_NAMES = 24;
const VERDICTS = ["fits", "unknown", "fails"] as const;

type When = { now: number; zone: string };
type Props = { stage: Stage; chains: readonly Chain[]; chain: Chain | undefined; firm: string | null; library: Policies } & When;

/** Which policies there are, and which enterprises of the chain fit them; first those of whom is looked at. */
export const PolicyLibrary = ({ stage, chains, chain, firm, library, now, zone }: Props) => {
  const { policies, matches } = library;
  const current = policies.filter((each) => each.state === "current");
  const past = policies.filter((each) => each.state !== "current");
  const own = matches.filter((each) => each.organisation === firm);
  return (
    <div class="policies">
      <h2>
        政策 <small>{current.length} 项在受理</small>
      </h2>
      <ChainPicker stage={stage} chains={chains} chain={chain} />
      {policies.length ? null : (
        <Empty title="还没有政策">
          <p>名单里的政策，或书记把政策原文发给链心确认后，会出现在这里，每家企业是否符合也一起算好。</p>
        </Empty>
      )}
      {firm && own.length ? <Firm stage={stage} firm={firm} own={own} policies={current} now={now} zone={zone} /> : null}
      {stage.firm !== undefined && own.length ? null : (
        <ul class="matter-list" aria-label="政策">
          {current.map((each) => (
            <li>
              <Policy stage={stage} policy={each} matches={matches.filter((one) => one.policy === each.title)} now={now} zone={zone} />
            </li>
          ))}
        </ul>
      )}
      {past.length ? <p class="quiet">不再受理：{past.map((each) => `${each.title}（${policyLabel(each.state)}）`).join("、")}</p> : null}
    </div>
  );
};

/** One enterprise: how it stands with each policy. */
const Firm = ({ stage, firm, own, policies, now, zone }: { stage: Stage; firm: string; own: readonly MatchRow[]; policies: readonly PolicyRow[] } & When) => {
  const rows = VERDICTS.flatMap((verdict) => own.filter((each) => each.verdict === verdict));
  const window = (title: string) => policies.find((each) => each.title === title);
  return (
    <section class="firm" aria-labelledby="firm-name">
      {stage.firm === undefined ? null : (
        <p>
          <Go to={addressOf(stage, { firm: undefined, tab: "matters" })} class="back">
            ‹ 全部企业
          </Go>
        </p>
      )}
      <h3 id="firm-name">{firm}</h3>
      <ul class="verdicts" aria-label={`${firm}的政策`}>
        {rows.map((each) => (
          <li class={`verdict ${each.verdict}`}>
            <b>{verdictLabel(each.verdict)}</b>
            <span>{each.policy}</span>
            <small>{[why(each), how(each), left(window(each.policy), now, zone)].filter(Boolean).join(" · ")}</small>
          </li>
        ))}
      </ul>
    </section>
  );
};

const why = ({ condition, verdict }: MatchRow): string =>
  condition ? (verdict === "unknown" ? `还不知道${missingFact(condition)}` : demandOf(condition)) : "";
const how = (match: MatchRow): string => (match.stage ? `${caseLabel(match.stage)}${match.amount_yuan ? ` ${yuan(match.amount_yuan)}` : ""}` : "");

function left(policy: PolicyRow | undefined, now: number, zone: string): string {
  if (!policy) return "";
  if (policy.opens_on !== null && daysUntil(policy.opens_on, now, zone) > 0) return `${monthDay(policy.opens_on, now, zone)}开始`;
  if (policy.closes_on === null) return "长期";
  const days = daysUntil(policy.closes_on, now, zone);
  return days < 0 ? "已截止" : days === 0 ? "今天截止" : `还有 ${days} 天截止`;
}

const Policy = ({ stage, policy, matches, now, zone }: { stage: Stage; policy: PolicyRow; matches: readonly MatchRow[] } & When) => (
  <article class="matter policy" aria-label={policy.title}>
    <p class="matter-head">
      <b class="notice-title">{policy.title}</b>
      {policy.version > 1 ? <span class="tag">第 {policy.version} 版</span> : null}
      <span class="state open">{left(policy, now, zone)}</span>
    </p>
    <p class="quiet">{[policy.issuer, policy.number, days(policy, now, zone)].filter(Boolean).join(" · ")}</p>
    {policy.benefit ? <p>{policy.benefit}</p> : null}
    {VERDICTS.map((verdict) => (
      <Named stage={stage} verdict={verdict} matches={matches.filter((each) => each.verdict === verdict)} />
    ))}
  </article>
);

const days = (policy: PolicyRow, now: number, zone: string): string =>
  policy.opens_on && policy.closes_on ? `${monthDay(policy.opens_on, now, zone)}至${monthDay(policy.closes_on, now, zone)}` : "";

const Named = ({ stage, verdict, matches }: { stage: Stage; verdict: string; matches: readonly MatchRow[] }) =>
  matches.length ? (
    <div class={`named ${verdict}`}>
      <p>
        <b>
          {verdictLabel(verdict)} {matches.length} 家
        </b>
      </p>
      <ul class="chips">
        {matches.slice(0, MOST_NAMES).map((each) => (
          <li>
            <Go to={addressOf(stage, { firm: each.organisation, tab: "matters" })} class="pick">
              {each.organisation}
              {[each.verdict === "unknown" && each.condition ? `缺${nameOf(each.condition)}` : "", how(each)].filter(Boolean).map((word) => (
                <small> {word}</small>
              ))}
            </Go>
          </li>
        ))}
        {matches.length > MOST_NAMES ? <li class="quiet">等 {matches.length} 家</li> : null}
      </ul>
    </div>
  ) : null;
