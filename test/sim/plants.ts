/** One bug that somebody could make: a piece of real source that reads otherwise, and the invariant that must find it. */
export type Plant = {
  name: string;
  path: string;
  from: string;
  to: string;
  finds: RegExp;
  /** Where the cheapest run that finds it is another one than usual. */
  with?: readonly string[];
};

/** What happens seldom is met in several months of several towns. */
export const MONTHS = ["--seeds", "5..12", "--days", "30", "--scale", "0.1"];

const TRANSITIONS = "src/matter/transitions.ts";

export const plants: readonly Plant[] = [
  {
    name: "redelivery-heard-again",
    path: "src/conversation/load.ts",
    from: "order by channel, account, key on conflict do nothing",
    to: "order by channel, account, key on conflict (channel, account, key) do update set key = excluded.key",
    finds: /every message ends/u,
  },
  {
    name: "done-is-closed",
    path: TRANSITIONS,
    from: '{ state: "done", contacted_at: one.contacted_at ?? clock.now, paused_at: null, proposal: null, next_step: "visit", next_at: at, due_at: at, rung: 0 },',
    to: 'at ? closing("closed", "solved", clock, {}) : {},',
    finds: /closed by the raiser's word/u,
  },
  {
    name: "one-signature-is-enough",
    path: TRANSITIONS,
    from: '{ proposal, paused_at: null, ...stage("sign", after(clock.now, clock.limits.rung, clock), clock) },',
    to: 'closing(proposal.end, "unsolvable", clock, {}),',
    finds: /closed by the raiser's word/u,
  },
  {
    name: "correction-lost",
    path: TRANSITIONS,
    from: "{ facts: { ...one.facts, ...facts } }",
    to: "{ facts: { ...facts, ...one.facts } }",
    finds: /a correction counts/u,
  },
  {
    name: "ladder-from-the-top",
    path: "src/matter/fall-due.ts",
    from: "const person = ladder[rung];",
    to: "const person = ladder[ladder.length - 1 - rung];",
    finds: /overdue climbs in order/u,
  },
  {
    name: "ladder-without-patience",
    path: "src/matter/fall-due.ts",
    from: "const next = after(clock.now, clock.limits.rung, clock);",
    to: "const next = after(clock.now, clock.limits.accept, clock);",
    finds: /overdue climbs in order/u,
  },
  {
    name: "number-skipped",
    path: "src/matter/write.ts",
    from: "select series, count(*)::int from given",
    to: "select series, count(*)::int + 1 from given",
    finds: /numbers follow each other/u,
  },
  {
    name: "clock-from-hearing",
    path: "bots/enterprise/problem/register.ts",
    from: "opened_at: turn.saidAt",
    to: "opened_at: turn.now",
    finds: /a report is registered/u,
    with: MONTHS,
  },
  {
    name: "registered-without-a-word",
    path: "bots/enterprise/problem/owner.ts",
    from: "say(words.here, { matter: one.id, ...(words.buttons ? { buttons: words.buttons } : {}) }),",
    to: "",
    finds: /whoever asks is answered/u,
  },
  {
    name: "report-dropped",
    path: "bots/enterprise/problem/report.ts",
    from: "return registered.opens(report, turn);",
    to: "return report.amount === undefined ? registered.opens(report, turn) : [];",
    finds: /a report is registered|whoever asks is answered/u,
  },
  {
    name: "handling-throws",
    path: "bots/volunteer/checkin/answer.ts",
    from: "const past = changes.find(",
    to: 'if (text.includes("没人应")) throw new Error("planted");\n  const past = changes.find(',
    finds: /every message ends/u,
  },
  {
    name: "reminder-twice",
    path: "bots/enterprise/theme-day/remind.ts",
    from: 'return toAll(occasion, clock, `${words}${invitation(occasion, clock)}\\n参加请回复人数，例如“我们去3个人”；去不了请回复“去不了”。`, "rsvp");',
    to: 'return [1, 2].flatMap(() => toAll(occasion, clock, words + invitation(occasion, clock), "rsvp"));',
    finds: /nothing is said twice|a theme day is told once/u,
  },
  {
    name: "reminder-to-every-chain",
    path: "src/notice/audience.ts",
    from: "(each.organisation_id !== null && homes.has(each.organisation_id))",
    to: "each.organisation_id !== null",
    finds: /the right room|each is told once/u,
  },
  {
    name: "theme-day-on-a-holiday",
    path: "bots/enterprise/theme-day/plan.ts",
    from: "const on = calendar.workdayFrom(dayOfMonth(theme.rule, month));",
    to: "const on = dayOfMonth(theme.rule, month);",
    finds: /the rota stands/u,
  },
  {
    name: "guests-added-up",
    path: "bots/enterprise/theme-day/words-of.ts",
    from: "Math.max(list.length, ...list.map((each) => each.count))",
    to: "list.reduce((sum, each) => sum + each.count, 1)",
    finds: /the guests count right/u,
  },
  {
    name: "commissioners-on-the-roster",
    path: "src/notice/audience.ts",
    from: 'const MEMBER = ["member"];',
    to: 'const MEMBER = ["member", "commissioner"];',
    finds: /each is told once/u,
  },
  {
    name: "confirmed-are-reminded",
    path: "src/notice/due.ts",
    from: "and state = 'expected' order by id`;",
    to: "and state <> 'left' order by id`;",
    finds: /only those missing are reminded/u,
  },
  {
    name: "withdrawn-is-reminded",
    path: "src/notice/write.ts",
    from: "set state = 'withdrawn', withdrawn_at = ${clock.now}::timestamptz, next_step = null, next_at = null,",
    to: "set withdrawn_at = ${clock.now}::timestamptz,",
    finds: /a withdrawn notice is silent/u,
    with: MONTHS,
  },
  {
    name: "stuck-of-every-chain",
    path: "bots/enterprise/problem/ask.ts",
    from: "return town ? {} : { chains: inCharge };",
    to: "return {};",
    finds: /the right room/u,
    with: MONTHS,
  },
  {
    name: "failed-counts-as-sent",
    path: "src/delivery/drain.ts",
    from: "if (sent.ok) {",
    to: 'if (sent.ok || sent.kind === "temporary") {\n    Object.assign(sent, { messageIds: [] });',
    finds: /a line arrives once/u,
  },
  {
    name: "everything-may-be-repeated",
    path: "src/delivery/drain.ts",
    from: "bubble.lines.every((line) => line.repeatable) || channel.capabilities.idempotent",
    to: "bubble.lines.length > 0 || channel.capabilities.idempotent",
    finds: /a line arrives once/u,
  },
  { name: "half-sent-is-forgotten", path: "src/program.ts", from: "await recover(post);", to: "", finds: /no line is left behind/u },
  {
    name: "ledger-of-one-hour",
    path: "bots/secretary/receipt/ledger.ts",
    from: "已确认${ledger.confirmed}/",
    to: "已确认${ledger.hour}/",
    finds: /the ledger counts right/u,
    with: MONTHS,
  },
  {
    name: "quiet-hours-forgotten",
    path: "src/calendar/working-time.ts",
    from: "if (!week.isQuiet(minute)) return at;",
    to: "if (minute >= 0) return at;",
    finds: /quiet hours/u,
  },
  { name: "bystanders-kept", path: "src/schedule/forget.ts", from: "const KEPT_DAYS = 7;", to: "const KEPT_DAYS = 700;", finds: /bystanders are forgotten/u },
];
