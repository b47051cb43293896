import { addressOf, placeOf, PRIVATE, type Stage } from "../chat/stage.ts";
import { Empty, Go, Hidden, inPlace } from "../kit.tsx";
import { checkinLabel, smileyLabel, stageLabel } from "../panels/labels.ts";
import { clockTime, dayWords, iso, talkTime } from "../time.ts";
import type { HouseholdRow, Mornings, NextRow, TeamRow } from "./queries.ts";

type When = { now: number; zone: string };
/** `team` is that of whom is looked at: it comes first. */
type Props = { stage: Stage; on: string; team: string | null; mornings: Mornings } & When;

/** The morning's wall: every household that is looked after, and what was heard of it today. */
export const Wall = ({ stage, on, team, mornings, now, zone }: Props) => {
  const { households, more, next } = mornings;
  const teams = mornings.teams.toSorted((a, b) => Number(b.team === team) - Number(a.team === team));
  if (!teams.length)
    return (
      <Empty title="还没有结对的老人">
        <p>名单里有团队和老人以后，每天早上这里就有一面墙：谁报了平安、谁还没有、正在找谁。</p>
      </Empty>
    );
  const shown = teams.filter((each) => stage.team === undefined || each.team === stage.team);
  return (
    <div class="wall">
      <h2>
        今日平安 <small>{dayWords(on, Number(on.slice(0, 4)))}</small>
      </h2>
      <Totals stage={stage} teams={shown} next={next} now={now} zone={zone} />
      {teams.length > 1 ? <Teams stage={stage} teams={teams} /> : null}
      {shown.map((each) => (
        <Team stage={stage} team={each} households={households.filter((home) => home.team === each.team)} zone={zone} />
      ))}
      {more ? <p class="quiet">还有 {more} 户没有列出，点队名只看一队。</p> : null}
    </div>
  );
};

const sum = (teams: readonly TeamRow[], of: (team: TeamRow) => number): number => teams.reduce((total, each) => total + of(each), 0);

const Totals = ({ stage, teams, next, now, zone }: { stage: Stage; teams: readonly TeamRow[]; next: readonly NextRow[] } & When) => {
  const asked = sum(teams, (each) => each.asked);
  const windows = sum(teams, (each) => each.windows);
  const counts: [number, string, string][] = [
    [sum(teams, (each) => each.alerted), "人没有回音，正在找", "bad"],
    [sum(teams, (each) => each.missing), "户没人应", "bad"],
    [sum(teams, (each) => each.concern), "户有情况", "bad"],
    [sum(teams, (each) => each.silent), "户未报", "wait"],
    [sum(teams, (each) => each.reminded), "人已提醒", "wait"],
    [sum(teams, (each) => each.outage), "人因系统中断重新问", "wait"],
    [sum(teams, (each) => each.away), "户不在家，不计在内", ""],
  ];
  return (
    <>
      <dl class="figures">
        <Figure name="志愿者报平安" part={sum(teams, (each) => each.safe)} whole={asked} unit="户" />
        <Figure name="早安笑脸" part={sum(teams, (each) => each.smiled)} whole={windows} unit="人" />
      </dl>
      {asked ? null : <Next stage={stage} next={next} now={now} zone={zone} />}
      <ul class="tallies" aria-label="其余">
        {counts.map(([count, words, tone]) =>
          count ? (
            <li class={`tally ${tone}`}>
              <b>{count}</b> {words}
            </li>
          ) : null,
        )}
      </ul>
    </>
  );
};

/** A number with what it is of. */
const Figure = ({ name, part, whole, unit }: { name: string; part: number; whole: number; unit: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {whole ? (
        <>
          <b>{part}</b> <small>{`/ ${whole} ${unit}`}</small>
        </>
      ) : (
        <small>今天还没有问</small>
      )}
    </dd>
  </div>
);

/** Before the first question of the day: when it comes, and the keys that turn the clock there. */
const Next = ({ stage, next, now, zone }: { stage: Stage; next: readonly NextRow[] } & When) =>
  next.length ? (
    <form class="wall-next" {...inPlace("/sandbox/clock")} hx-disable="find button" aria-label="拨到下一次">
      <Hidden values={placeOf(stage)} />
      <span class="quiet">拨到：</span>
      {next.map((each) => (
        <button name="to" value={iso(each.at, zone)}>
          {talkTime(each.at, now, zone)} {each.kind === "checkin" ? "群里问平安" : "等笑脸"}
        </button>
      ))}
    </form>
  ) : null;

const Teams = ({ stage, teams }: { stage: Stage; teams: readonly TeamRow[] }) => (
  <ul class="chips" aria-label="看哪一队">
    <li>
      <Go to={addressOf(stage, { team: undefined })} class="pick" current={stage.team === undefined}>
        全部
      </Go>
    </li>
    {teams.map((each) => (
      <li>
        <Go to={addressOf(stage, { team: each.team })} class="pick" current={stage.team === each.team}>
          {each.team}
          {each.asked ? <small>{` ${each.safe}/${each.asked}`}</small> : null}
        </Go>
      </li>
    ))}
  </ul>
);

const Team = ({ stage, team, households, zone }: { stage: Stage; team: TeamRow; households: readonly HouseholdRow[]; zone: string }) =>
  households.length ? (
    <section class="team" aria-label={team.team}>
      <h3>
        {team.team}
        <small>
          {team.leader ? ` 队长 ${team.leader} ·` : ""} {team.households} 户
        </small>
      </h3>
      <ul class="homes" aria-label={`${team.team}的各户`}>
        {households.map((each) => (
          <Household stage={stage} home={each} zone={zone} />
        ))}
      </ul>
    </section>
  ) : null;

/** How a household stands, worst first: the colour of its card. The words are on it. */
function tone(home: HouseholdRow): string {
  if (home.smiley === "alerted" || home.checkin === "missing" || home.checkin === "concern") return "bad";
  if (home.smiley === "reminded" || home.smiley === "outage" || home.checkin === "silent") return "wait";
  if (home.away !== null) return "away";
  if (home.checkin === "safe" || home.smiley === "safe" || home.smiley === "all_clear") return "well";
  return "open";
}

const Household = ({ stage, home, zone }: { stage: Stage; home: HouseholdRow; zone: string }) => {
  const { elder, volunteer } = home;
  const phone = { tab: "chat", find: undefined, quote: undefined } as const;
  return (
    <li class={`home ${tone(home)}`}>
      <Go to={addressOf(stage, { ...phone, as: elder, room: PRIVATE })} class="home-name">
        {elder}
      </Go>
      {volunteer ? (
        <Go to={addressOf(stage, { ...phone, as: volunteer, room: home.room ?? PRIVATE })} class="home-volunteer">
          {volunteer}
        </Go>
      ) : (
        <span class="home-volunteer">没有志愿者</span>
      )}
      {home.away === null ? null : (
        <span class="home-state">不在家{home.away === "open" ? "" : `，到 ${dayWords(home.away, Number(home.away.slice(0, 4))).replace(/ .*$/u, "")}`}</span>
      )}
      {home.away !== null && !home.checkin ? null : (
        <span class="home-state">
          <i>签到</i> {home.checkin ? checkinLabel(home.checkin) : "还没有问"}{" "}
          {home.checkin === "safe" && home.answered_at ? <Time at={home.answered_at} zone={zone} /> : null}
        </span>
      )}
      {home.window_from === null || home.smiley === "absent" || (home.away !== null && !home.smiley) ? null : (
        <span class="home-state">
          <i>笑脸</i> <Smiley home={home} zone={zone} />
        </span>
      )}
      {home.no && home.smiley === "alerted" ? (
        <Go to={addressOf(stage, { panel: undefined, no: home.no, tab: "matters" })} class="home-volunteer">
          {home.no}
        </Go>
      ) : null}
    </li>
  );
};

const Smiley = ({ home, zone }: { home: HouseholdRow; zone: string }) => {
  if (!home.smiley) return <>{`${clock(home.window_from ?? 0)} 起`}</>;
  // Whom it has got to says more than that nobody answered.
  const words = home.smiley === "alerted" ? `在找${stageLabel(home.stage)}` : smileyLabel(home.smiley);
  return (
    <>
      {words} {home.safe_at ? <Time at={home.safe_at} zone={zone} /> : null}
    </>
  );
};

const Time = ({ at, zone }: { at: number; zone: string }) => <time>{clockTime(at, zone)}</time>;
const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
