import { type Effect, post, tell } from "../../../src/flow/index.ts";
import type { Clock } from "../../../src/matter/index.ts";
import { aboutNotice, type Missing, type Notice, type NoticeKind, titleOf } from "../../../src/notice/index.ts";
import { type Directory, type Person, secretaryFor } from "../../../src/people/index.ts";

export const ANNOUNCEMENT_FOOTER = "收到请回复“收到”。";
/** A reminder names so many; more would be a wall of names. */
const MOST_NAMED = 30;

/** An announcement of a secretary: only those missing are reminded, and their superiors told in the end. */
export const announcement: NoticeKind = {
  kind: "announcement",
  footer: ANNOUNCEMENT_FOOTER,
  remind: (one, missing, again, { directory }) =>
    [...Map.groupBy(missing, (each) => each.room)].flatMap(([room, list]): Effect[] => {
      const once = again ? "再提醒一次" : "提醒一下";
      if (directory.rooms.get(room)?.kind === "direct")
        return list.map((each) => tell(each.person, `${once}：“${titleOf(one)}”还没有收到您的回执，看到请回复“收到”。`));
      return [post(room, `${once}：“${titleOf(one)}”还没有回执的是${mentioned(list, directory)}，看到请回复“收到”。`)];
    }),
  superior: (one, missing, clock) =>
    [...Map.groupBy(missing, (each) => above(each, one, clock)?.id ?? 0)].flatMap(([person, list]) =>
      person === 0
        ? []
        : [tell(person, `“${titleOf(one)}”提醒过两次，还有${list.length}人没有确认：${named(list, clock.directory)}。请您联系一下，请他们回复“收到”。`)],
    ),
  unapproved: (one, again, { directory }) => {
    const approver = one.approver_id === null ? undefined : directory.people.get(one.approver_id);
    if (!approver) return [];
    if (again) return [tell(one.author_id, `通知“${titleOf(one)}”还没有得到${approver.name}的同意，没有发出去，请您问一下。`)];
    return [
      tell(approver.id, `还有一条通知在等您同意：“${titleOf(one)}”（${directory.person(one.author_id).name}要发）。1 同意 2 不同意`, {
        expects: { flow: "notice.approve", version: 1, answers: { notice: one.id }, about: aboutNotice(one.id) },
      }),
    ];
  },
};

const mentioned = (list: readonly Missing[], directory: Directory): string => {
  const names = list.slice(0, MOST_NAMED).map((each) => `@${directory.person(each.person).name}`);
  return `${names.join(" ")}${list.length > MOST_NAMED ? `等${list.length}人` : ""}`;
};

const named = (list: readonly Missing[], directory: Directory): string =>
  list
    .slice(0, MOST_NAMED)
    .map((each) => withHome(directory.person(each.person), directory))
    .join("、") + (list.length > MOST_NAMED ? `等${list.length}人` : "");

export function withHome(person: Person, directory: Directory): string {
  const home = homeOf(person.id, directory);
  return home ? `${person.name}（${home}）` : person.name;
}

export const homeOf = (person: number, directory: Directory): string | undefined =>
  directory.homes(person)[0]?.name ?? directory.organisation(directory.roles(person).find((each) => each.kind === "volunteer")?.organisation_id)?.name;

/** For an enterprise's person their commissioner, for a volunteer their leader, else the chain's secretary, else the author. */
function above({ person }: Missing, one: Notice, { directory }: Clock): Person | undefined {
  const enterprise = directory.enterprise(person);
  const teams = directory.roles(person).flatMap((each) => (each.kind === "volunteer" ? [each.organisation_id] : []));
  const chain = directory.organisation(enterprise?.parent_id) ?? ofChain(person, directory);
  const ladder = [
    ...directory.holding(enterprise?.id, "commissioner"),
    ...teams.flatMap((each) => directory.holding(each, "leader")),
    ...(chain ? directory.holding(chain.id, "secretary") : []),
    ...[secretaryFor(directory, chain)].flatMap((each) => each ?? []),
    directory.person(one.author_id),
  ];
  return ladder.find((each) => each.id !== person);
}

/** The chain of somebody's office: a commissioner's through their enterprise. */
function ofChain(person: number, directory: Directory) {
  const homes = directory.roles(person).flatMap((each) => directory.organisation(each.organisation_id) ?? []);
  return homes.find((each) => each.kind === "chain") ?? directory.organisation(homes.find((each) => each.parent_id !== null)?.parent_id);
}
