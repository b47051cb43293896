import { groupsOf, printRepeat, rosterOf } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { ANNOUNCEMENT_FOOTER } from "./kind.ts";
import type { Draft } from "./draft.ts";
import { oddDay, oddities } from "./when.ts";

/** Names shown before the rest is only counted. */
const HANDFUL = 6;

/** Exactly who gets it and where, how it will look, and what is odd about it. */
export function preview(draft: Draft, turn: Turn): string {
  const heads = [
    `将发给${summary(draft, turn)}`,
    ...(draft.twice?.length ? [`${list(draft.twice)}在范围里出现了两次，只算一次。`] : []),
    ...(draft.to?.everyone ? ["注意：这是发给所有人的，要请第二个人同意。"] : []),
    `发送时间：${printWhen(draft, turn)}`,
    ...(draft.drafted ? ["正文是机器按您的话拟的，请核对。"] : []),
    ...[...oddSending(draft, turn), ...oddities(draft.text ?? "", turn)].map((each) => `注意：${each}。确定要这样发吗？`),
  ];
  return [...heads, "——", draft.text ?? "", ANNOUNCEMENT_FOOTER, "——", "1 发送 2 改 3 取消"].join("\n");
}

/** `4人（氟硅链的企业）：荣师傅、…。在“氟硅材料链企业群”说一次（3人），私下发给赵主任。` */
export function summary(draft: Pick<Draft, "to">, turn: Pick<Turn, "directory" | "who">): string {
  const { directory } = turn;
  const audience = draft.to ?? {};
  const roster = rosterOf(audience, directory, turn.who.id);
  const names = roster.map((each) => directory.person(each.person).name);
  const meant = new Set(roster.map((each) => each.person));
  const groups = groupsOf(audience, directory).flatMap((room) => {
    const heard = directory.membersOf(room.id).filter((each) => meant.has(each.id)).length;
    return heard ? [`“${room.name}”（${heard}人）`] : [];
  });
  const alone = roster.filter((each) => directory.rooms.get(each.room)?.kind === "direct").map((each) => directory.person(each.person).name);
  const places = [
    ...(groups.length ? [`在${groups.join("、")}${groups.length > 1 ? "各" : ""}说一次`] : []),
    ...(alone.length ? [`私下发给${list(alone)}`] : []),
  ];
  return `${roster.length}人（${audience.said ?? "名单"}）：${list(names)}。${places.join("，")}。`;
}

export const list = (names: readonly string[]): string =>
  names.length <= HANDFUL ? names.join("、") : `${names.slice(0, HANDFUL - 1).join("、")}等${names.length}人`;

export function printWhen({ at, repeats }: Pick<Draft, "at" | "repeats">, { now, calendar }: Pick<Turn, "now" | "calendar">): string {
  if (repeats !== null) return `${printRepeat(repeats)}，第一次是${calendar.print(at ?? now)}`;
  const said = at ?? now;
  const held = calendar.isQuiet(said) ? `（安静时段，${calendar.print(calendar.quietEnd(said))}再说出去）` : "";
  return `${at === null ? "现在" : calendar.print(at)}${held}`;
}

/** A time of sending on a day off is said; what repeats moves by itself. */
const oddSending = ({ at, repeats }: Draft, turn: Turn): string[] =>
  at === null || repeats !== null ? [] : oddDay(turn.calendar.dateOf(at), turn).map((each) => `发送那天${each}`);
