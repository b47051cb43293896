import { MONTHS, type Plant } from "./plants.ts";

const LADDER = "bots/volunteer/smiley/ladder.ts";
const ALARM = "bots/volunteer/smiley/alarm.ts";
const LINES = "bots/volunteer/checkin/lines.ts";

/** In what the volunteers' bot does of a morning. */
export const morningPlants: readonly Plant[] = [
  {
    name: "all-clear-dropped",
    path: ALARM,
    from: "...told.filter((each) => each !== by).map((each) => tell(each, `解除",
    to: "...told.filter(() => false).map((each) => tell(each, `解除",
    finds: /the all clear/u,
  },
  {
    name: "all-clear-to-the-last",
    path: ALARM,
    from: "...told.filter((each) => each !== by).map((each) => tell(each, `解除",
    to: "...told.slice(-1).filter((each) => each !== by).map((each) => tell(each, `解除",
    finds: /the all clear/u,
  },
  {
    name: "responders-hurried",
    path: ALARM,
    from: "const due = clock.now + wall(clock.limits.smiley_accept) * (round > QUICK_ROUNDS ? SLOWER : 1);",
    to: "const due = clock.now + wall(clock.limits.smiley_accept) / 3;",
    finds: /the ladder in time/u,
  },
  {
    name: "leader-before-backup",
    path: LADDER,
    from: '...known("backup", [backup]), ...office("leader")',
    to: '...office("leader"), ...known("backup", [backup])',
    finds: /the ladder in order/u,
  },
  { name: "backup-passed-over", path: LADDER, from: '...known("backup", [backup]), ', to: "", finds: /the ladder in order/u },
  {
    name: "leave-forgotten",
    path: LADDER,
    from: "const there = present(directory, person, now);",
    to: "const there = person;",
    finds: /a leave counts/u,
    with: MONTHS,
  },
  {
    name: "elder-of-absent-volunteer-skipped",
    path: "bots/volunteer/smiley/open.ts",
    from: "where e.window_from is not null and e.window_until > d.after",
    to: "where e.window_from is not null and e.window_until > d.after and not exists (select from person v where v.id = e.volunteer_id and v.away_until > d.earliest)",
    finds: /no elder is skipped/u,
  },
  {
    name: "window-missed-when-late",
    path: "src/occasion/due.ts",
    from: "const gone = !stands || behind > (kind?.staleMs ?? 0)",
    to: "const gone = !stands || behind > LATE_MS",
    finds: /no elder is skipped|no household is skipped/u,
  },
  {
    name: "outage-taken-for-silence",
    path: "bots/volunteer/smiley/chase.ts",
    from: 'return down(one.asked_at) && one.asks < MOST_ASKS ? ask(true) : "alert";',
    to: 'return "alert";',
    finds: /an outage is not silence/u,
  },
  {
    name: "elder-not-asked",
    path: "bots/volunteer/smiley/chase.ts",
    from: 'if (one.person_state === "stopped") return [];',
    to: "if (one.person_state) return [];",
    finds: /an outage is not silence/u,
  },
  {
    name: "silence-forgotten",
    path: "bots/volunteer/smiley/chase.ts",
    from: "effects.push(...alerts(alerted, clock));",
    to: "effects.push(...alerts(alerted.slice(1), clock));",
    finds: /no elder is skipped|silence is answered/u,
  },
  {
    name: "sign-in-the-group-unheard",
    path: "bots/volunteer/smiley/index.ts",
    from: "{ hears: isElder, flow: sign },",
    to: "{ hears: (turn) => isElder(turn) && direct(turn), flow: sign },",
    finds: /a sign of life counts|silence is answered/u,
  },
  {
    name: "absence-forgotten",
    path: "bots/volunteer/smiley/open.ts",
    from: "case when a.person_id is null then 'waiting' else 'absent' end",
    to: "'waiting'",
    finds: /an absence counts/u,
  },
  {
    name: "absent-counted-as-due",
    path: LINES,
    from: "const due = cared.length - away.length;",
    to: "const due = cared.length;",
    finds: /the summary counts right/u,
  },
  {
    name: "silent-counted-as-safe",
    path: LINES,
    from: 'const safe = of("safe");',
    to: 'const safe = [...of("safe"), ...of("waiting")];',
    finds: /the summary counts right/u,
  },
  {
    name: "check-in-never-closed",
    path: "bots/volunteer/checkin/morning.ts",
    from: 'deed("checkin.close", { occasion: occasion.id, absent }),',
    to: "",
    finds: /no household is skipped|the summary counts right/u,
  },
];
