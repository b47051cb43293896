import { yesNo } from "../../../src/flow/asks/yes-no.ts";
import { deed, type Effect, flow, say, tell } from "../../../src/flow/index.ts";
import type { Directory, Person, Tied, Turn } from "../../../src/people/index.ts";
import { evidenceFor, listEvidence } from "./evidence.ts";
import { checksFor, type Merge, mergesOf } from "./queries.ts";
import { accountsCalled, called, isListed, listed, mayJoin, which, withHome } from "./who.ts";
import { type Wanted, wantedIn, unwantedIn } from "./words.ts";

const HOW = "请写成“把微信“氟小白”并到荣师傅”，或“荣师傅换微信了，新号是“小荣荣””。";
const NOT_YOURS = "账号由企业的专员或书记来并，这一位不归您联系，请找对应的专员或书记。";

const froms = (wanted: Wanted, { directory }: Turn): Person[] =>
  accountsCalled(wanted.from, directory).filter((each) => !called(wanted.into, directory).includes(each));
/** Of several of one name, those that whoever asks may join. */
function intos(wanted: Wanted, { directory, who }: Turn): Person[] {
  const all = called(wanted.into, directory);
  const theirs = all.filter((each) => mayJoin(who, each, directory));
  return theirs.length ? theirs : all;
}

/** The one that is meant, once it is clear. */
const one = (people: readonly Person[], chosen: unknown): Person | undefined =>
  people.length > 1 ? people.find((each) => String(each.id) === chosen) : people[0];

/** Why it cannot be done, in words. */
function obstacle(wanted: Wanted | undefined, turn: Turn): string | undefined {
  const { who, directory } = turn;
  if (!wanted) return HOW;
  const into = intos(wanted, turn);
  if (!into.length) return `没有叫“${wanted.into}”的人，请核对姓名。`;
  if (!into.some((each) => mayJoin(who, each, directory))) return NOT_YOURS;
  const from = froms(wanted, turn);
  if (from.length) return from.some((each) => mayTake(who, each, directory)) ? undefined : NOT_YOURS;
  const taken = [...directory.people.values()].find((each) => each.name === wanted.from || each.display === wanted.from);
  if (taken?.state === "merged") return `“${wanted.from}”已经并过了。`;
  if (taken && isListed(taken, directory)) return `“${wanted.from}”在名单里另有登记，不能并到别人名下；两个人请先在名单里改成一个。`;
  return `还没有见过叫“${wanted.from}”的账号，请让对方先跟我说句话。`;
}

/** Whoever belongs to an enterprise already is taken out of it by its own commissioner only. */
const mayTake = (who: Person, from: Person, directory: Directory): boolean => !directory.homes(from.id).length || mayJoin(who, from, directory);

const wantedOf = (a: Record<string, unknown>): Wanted | undefined => a["wanted"] as Wanted | undefined;
type Answered = Record<string, unknown>;
const pairOf = (a: Answered, turn: Turn): { from: Person; into: Person } | undefined => {
  const wanted = wantedOf(a);
  if (obstacle(wanted, turn) !== undefined || !wanted) return undefined;
  const [from, into] = [one(froms(wanted, turn), a["from"]), one(intos(wanted, turn), a["into"])];
  return from && into && { from, into };
};
const several = (people: (wanted: Wanted, turn: Turn) => Person[]) => (a: Answered, turn: Turn) => {
  const wanted = wantedOf(a);
  return obstacle(wanted, turn) === undefined && wanted !== undefined && people(wanted, turn).length > 1;
};

/** A commissioner or secretary says whose account it is; shown what speaks for it before it is done. */
export const merge = flow<Turn>("person.merge")
  .opensOn("合并账号", { understands: "person.merge" })
  .know("wanted", (a) => {
    const wanted = wantedIn(a.text);
    return wanted && { value: wanted };
  })
  .askIf(
    several(intos),
    "into",
    (a, turn) => which(intos(wantedOf(a) as Wanted, turn), turn.directory),
    (a, turn) => `叫这个名字的不止一位，并到哪一位？${listed(intos(a.wanted as Wanted, turn), turn.directory)}`,
    { spot: false },
  )
  .askIf(
    several(froms),
    "from",
    (a, turn) => which(froms(wantedOf(a) as Wanted, turn), turn.directory),
    (a, turn) => `叫这个名字的账号不止一个，是哪一个？${listed(froms(a.wanted as Wanted, turn), turn.directory)}`,
    { spot: false },
  )
  .look("checked", checksFor, (a, turn) => {
    const pair = pairOf(a, turn);
    return { newcomer: pair?.from.id ?? 0, people: pair ? [pair.into.id] : [], phone: "" };
  })
  .askIf(
    (a, turn) => pairOf(a, turn) !== undefined,
    "right",
    yesNo(),
    (a, turn) => {
      const pair = pairOf(a, turn);
      return pair ? `把“${pair.from.display}”并到${withHome(pair.into, turn.directory)}？${listEvidence(evidence(a, turn))}并错了可以撤销。1 是 2 不是` : HOW;
    },
    { spot: false, privately: true },
  )
  .ends((a, turn) => {
    const { who, directory } = turn;
    const pair = pairOf(a, turn);
    if (!pair) return [say(obstacle(a.wanted, turn) ?? HOW)];
    if (!a.right) return [say("好的，没有并。")];
    const { from, into } = pair;
    return [
      deed("expectation.close", { about: `newcomer ${from.id}` }),
      deed("person.tie", { newcomer: from.id, person: into.id, invitation: null, how: "commanded", evidence: evidence(a, turn) } satisfies Tied),
      say(`好的，“${from.display}”已并到${withHome(into, directory)}。弄错了可以回复“撤销合并 ${into.name}”。`),
      tell(into.id, `${who.name}已确认这是您的账号。以前登记的事项都在，有事直接跟我说。`, { unasked: false }),
    ];
  });

function evidence(a: Answered, turn: Turn): string[] {
  const pair = pairOf(a, turn);
  const checked = a["checked"] as { said: string | null; people: never[] } | undefined;
  return pair ? evidenceFor(pair.from, pair.into, checked?.said ?? "", checked?.people[0], turn.directory, turn.now) : [];
}

/** Everybody of that name, whoever turned out to be somebody else among them. */
const whoever = (words: string, { directory }: Turn): Person[] => {
  const name = unwantedIn(words);
  return [...directory.people.values()].filter((each) => name !== "" && [each.name, each.display, ...each.aliases].includes(name));
};
const standing = (a: Answered, turn: Turn): Merge[] =>
  ((a["merges"] as Merge[] | undefined) ?? []).filter((each) => each.undone_at === null && mayUndo(each, turn));
const mayUndo = (each: Merge, { directory, who }: Turn): boolean => mayJoin(who, directory.person(each.into_id), directory);
const labelOf = (each: Merge, { directory }: Turn): string =>
  `“${directory.person(each.from_id).display}”并到${withHome(directory.person(each.into_id), directory)}`;

/** 撤销合并 荣师傅: everything goes back to where it was, and what came in meanwhile goes with its account. */
export const unmerge = flow<Turn>("person.unmerge")
  .opensOn("撤销合并", { understands: "person.unmerge" })
  .look("merges", mergesOf, (a, turn) => ({ people: whoever(a.text, turn).map((each) => each.id) }))
  .know("merge", (a, turn) => {
    const [last] = standing(a, turn);
    return last && { value: last.id };
  })
  .askIf(
    (a) => a.merge !== undefined,
    "right",
    yesNo(),
    (a, turn) => {
      const last = standing(a, turn).find((each) => each.id === a.merge);
      return last
        ? `撤销${labelOf(last, turn)}？${listEvidence(last.evidence).replace("依据", "当时的依据")}将还回${goesBack(last)}。1 是 2 不是`
        : "要撤销吗？1 是 2 不是";
    },
    { spot: false, privately: true },
  )
  .ends((a, turn) => {
    const found = a.merges.find((each) => each.id === a.merge);
    if (found && !a.right && a.right !== undefined) return [say("好的，没有撤销。")];
    if (found?.undone_at === null && mayUndo(found, turn)) return undone(found, turn);
    if (!whoever(a.text, turn).length) return [say("请写成“撤销合并 荣师傅”，写上姓名。")];
    if (a.merges.some((each) => each.undone_at === null)) return [say(NOT_YOURS)];
    return [say(a.merges.length ? "这一次合并已经撤销过了，不用再撤。" : "没有找到这位的合并记录。")];
  });

const goesBack = ({ accounts, said, matters }: Merge): string =>
  [`账号${accounts}个`, ...(said ? [`其间说的话${said}条`] : []), ...(matters.length ? [`事项 ${matters.map((each) => each.no).join("、")}`] : [])].join("、");

function undone(merge: Merge, turn: Turn): Effect[] {
  const { directory } = turn;
  const [from, into] = [directory.person(merge.from_id), directory.person(merge.into_id)];
  return [
    deed("person.untie", { merge: merge.id, person: into.id }),
    say(`已撤销，“${from.display}”和${into.name}分开了，还回${goesBack(merge)}。`),
    tell(from.id, "您的账号曾误登记为别人，已经改回。您说过的话和登记的事项都还在，不用重报。", { unasked: false }),
    ...merge.matters.map((each) => tell(each.owner_id, `${each.no} 的反映人更正为“${from.display}”，不是${into.name}，请据此联系。`, { matter: each.id })),
  ];
}
