import { type Answers, flow, type Flow, say } from "../../../src/flow/index.ts";
import { type Matter, openIn, storyOf, type StoryEvent } from "../../../src/matter/index.ts";
import { chainOf, type Turn } from "../../../src/people/index.ts";
import { ladderOf } from "./owners.ts";
import { aboutMatter, chosen } from "./pick.ts";
import { gist, saidIn, short, stateLabel, VERBS } from "./words-of.ts";

/** Who may ask about a matter: who raised, owns or owned it, their enterprise, those above; a private one only by the first and those who review it. */
export function entitled(one: Matter, turn: Turn): boolean {
  const { directory, who } = turn;
  if ([one.raiser_id, one.owner_id, ...one.colleagues].includes(who.id)) return true;
  if (one.private) return ladderOf(directory, one).some((each) => each.id === who.id);
  return (
    directory.isTown(who.id, "secretary") ||
    (one.organisation_id !== null &&
      (directory.holds(who.id, "member", one.organisation_id) || directory.holds(who.id, "commissioner", one.organisation_id))) ||
    (one.chain_id !== null && ["leader", "secretary", "fallback", "lane"].some((kind) => directory.holds(who.id, kind, one.chain_id)))
  );
}

const any = (one: Matter) => one.kind === "problem";
/** Of other kinds only the one whose number is said. */
const meant = (a: Answers & { found: Matter[]; facts: Record<string, unknown> }, turn: Turn): Matter | undefined =>
  chosen(a, turn, any) ?? a.found.find((each) => each.no === a.facts["no"]);

export const askMatter: Flow<Turn> = aboutMatter("matter.ask", ["查进度", "问进度"], "raiser", any, { all: true })
  // Whoever goes on to something else need not be asked again which one they meant.
  .passes()
  .look("story", storyOf, (a, turn) => ({ matter: meant(a, turn)?.id ?? 0 }))
  .ends((a, turn) => {
    const one = meant(a, turn);
    if (!one || !entitled(one, turn))
      return [
        say(typeof a.facts["no"] === "string" ? `没有查到您可以看的 ${a.facts["no"]}，请核对编号。` : "您没有反映过的事项。要反映问题，直接告诉我就行。"),
      ];
    // A sum or a name said privately is not repeated in front of a group.
    if (one.private && turn.room.kind === "group") return [say("这件事请私下问我。")];
    return [say(status(one, a.story, turn), { matter: one.id })];
  });

function status(one: Matter, story: readonly StoryEvent[], turn: Turn): string {
  const { calendar, directory } = turn;
  const open = !["closed", "unsolvable", "withdrawn", "unreached"].includes(one.state);
  const overdue = open && one.state !== "done" && one.paused_at === null && one.due_at < turn.now ? "，已逾期" : "";
  const last = story.findLast((each) => VERBS[each.verb]);
  const words = last ? saidIn(last) : "";
  return [
    `${one.no} ${gist(one)}`,
    `状态：${stateLabel(one)}${overdue}${open ? `，由${directory.person(one.owner_id).name}办理` : ""}`,
    ...(open && one.paused_at !== null ? [`暂停原因：${String(one.facts["pause"] ?? "")}，${calendar.print(one.next_at ?? turn.now)}恢复`] : []),
    ...(open && one.paused_at === null ? [`时限：${calendar.print(one.due_at)}`] : []),
    ...(last ? [`最近：${calendar.print(last.at)} ${last.by ?? ""}${VERBS[last.verb]}${words ? `（${short(words)}）` : ""}`] : []),
  ].join("\n");
}

/** Asked for what does not move; any other list is of everything open. */
const STUCK = /卡|逾期|超[期时过]|到期|过了?期|拖|积压|欠账|老问题|红灯|黄灯|预警|悬|没人/u;
const MOST_LISTED = 10;

/** 本周卡住的有哪些, 我名下还有哪些事: each sees what they answer for; in a group, the chain's. */
export const listMatters: Flow<Turn> = flow<Turn>("matter.list")
  .opensOn([], { understands: "matter.list" })
  .look("open", openIn, (a, turn) => ({
    ...scopeOf(a.text, turn),
    every: !STUCK.test(a.text),
    until: turn.now,
  }))
  .ends(({ open, text }, turn) => {
    const which = STUCK.test(text) ? "卡住" : "在办";
    if (!open.total) return [say(`目前没有${which}的事项。`)];
    const rows = open.matters.slice(0, MOST_LISTED).map((one) => rowOf(one, turn));
    return [
      say([`${which}的有 ${open.total} 件：`, ...rows, ...(open.total > rows.length ? [`……其余 ${open.total - rows.length} 件请看网页。`] : [])].join("\n")),
    ];
  });

function rowOf(one: Matter, { now, calendar, directory }: Turn): string {
  const how =
    one.paused_at !== null ? "暂停" : one.state === "done" ? "待回访" : one.due_at < now ? "逾期" : one.rung > 1 ? "已上报" : `${calendar.print(one.due_at)}前`;
  return `${one.no} ${gist({ ...one, detail: one.detail.slice(0, 30) })}｜${stateLabel(one)}｜${directory.person(one.owner_id).name}｜${how}`;
}

function scopeOf(words: string, turn: Turn): { chains?: number[]; organisations?: number[]; owner?: number } {
  const { directory, who } = turn;
  const named = directory.chains().filter((each) => words.includes(each.name) || (each.code && words.includes(each.code)));
  const roles = directory.roles(who.id);
  const inCharge = roles.filter((each) => ["leader", "secretary", "fallback"].includes(each.kind)).map((each) => each.organisation_id);
  const town = directory.isTown(who.id, "secretary") || directory.isTown(who.id, "supervision");
  if (town || inCharge.length) {
    const allowed = named.filter((each) => town || inCharge.includes(each.id)).map((each) => each.id);
    if (allowed.length) return { chains: allowed };
    const here = chainOf(turn);
    if (turn.room.kind === "group" && here) return { chains: [here.id] };
    return town ? {} : { chains: inCharge };
  }
  const looksAfter = roles.filter((each) => each.kind === "commissioner").map((each) => each.organisation_id);
  if (looksAfter.length) return { organisations: looksAfter };
  const own = directory.enterprise(who.id);
  return own ? { organisations: [own.id] } : { owner: who.id };
}
