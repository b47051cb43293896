import { yesNo } from "../../../src/flow/asks/yes-no.ts";
import { button, deed, type Effect, flow, keep, say, tell } from "../../../src/flow/index.ts";
import type { Person, Tied, Turn } from "../../../src/people/index.ts";
import { type Code, freshCode } from "./queries.ts";
import { confirmerFor, listed, mayJoin, namedIn, which } from "./who.ts";

const CODE = /(?<![A-Za-z0-9])[A-Za-z0-9]{6,16}(?![A-Za-z0-9])/u;
const PREFIX = /^(?:我的)?邀请码(?:是|为)?[\s：:，,]*/u;
const DAY_MS = 86_400_000;

export const codeIn = (words: string): string => CODE.exec(words)?.[0]?.toUpperCase() ?? "";

/** Said as a code and nothing else. A telephone number, or a name in Latin letters, is none. */
export function isCode(words: string): boolean {
  const bare = words.trim().replace(PREFIX, "");
  const code = CODE.exec(bare)?.[0];
  if (code === undefined || bare.replace(/[。.！!]$/u, "") !== code) return false;
  return PREFIX.test(words.trim()) || (/\d/u.test(code) && /[A-Za-z]/u.test(code));
}

const OTHERWISE = "没有邀请码也不要紧，直接告诉我您的姓名和单位，我请人确认。";

/** What a code does; undefined where none was said. A wrong one is counted, and after five a day none is looked at. */
export function codeEffects(words: string, code: Code, turn: Turn): Effect[] | undefined {
  const { who, directory } = turn;
  const meant = isCode(words);
  if (code.limited && (code.open || meant)) return [say(`今天试的次数多了，请明天再试。${OTHERWISE}`), keep()];
  if (!code.open) return meant ? [deed("invitation.wrong", { person: who.id }), say(`这个邀请码不对，或者用过、过期了。${OTHERWISE}`), keep()] : undefined;
  const person = directory.people.get(code.open.person_id);
  if (!person || person.state === "merged") return undefined;
  if (person.id === who.id) return [say(`您好，${who.display}，我认识您，不用邀请码。`)];
  if (who.state !== "newcomer") return claimed(person, code.open.id, turn);
  return [
    deed("person.tie", { newcomer: who.id, person: person.id, invitation: code.open.id, how: "code", evidence: ["邀请码"] } satisfies Tied),
    tell(person.id, `您好，${person.display}，已经认出您了。有事直接说就行。`, { unasked: false }),
  ];
}

/** The account is somebody's already: it changes hands only by a commissioner's word. */
function claimed(person: Person, invitation: number, turn: Turn): Effect[] {
  const { who, account } = turn;
  const keeper = confirmerFor([person], undefined, turn);
  if (account === undefined || !keeper || keeper.id === who.id || keeper.id === person.id)
    return [say(`这个账号登记的是${who.display}，不能直接换成别人，请联系专员或书记。`)];
  return [
    say(`这个账号登记的是${who.display}。要改成${person.display}，已请${keeper.name}确认。`),
    tell(keeper.id, `登记为${who.name}的账号发来了${person.name}的邀请码。要把这个账号改到${person.name}名下吗？1 是 2 不是`, {
      buttons: [button("是", "answer", "1"), button("不是", "answer", "2")],
      expects: { flow: "join.move", version: 1, answers: { from: who.id, into: person.id, account, invitation } },
    }),
  ];
}

export const moveAccount = flow<Turn>("join.move")
  .ask("right", yesNo(), "要改吗？1 是 2 不是", { spot: false })
  .ends((a, { directory, who }) => {
    const [from, into] = [directory.people.get(Number(a["from"])), directory.people.get(Number(a["into"]))];
    if (!from || !into || into.state === "merged" || !a.right) return [say("好的，没有改。")];
    const still = directory.accounts(directory.directRoom(from.id)).some((each) => each.id === Number(a["account"]));
    if (!still) return [say("这个账号已经改过了，谢谢。")];
    const tied: Tied = {
      newcomer: from.id,
      person: into.id,
      account: Number(a["account"]),
      invitation: Number(a["invitation"]),
      how: "answered",
      evidence: ["邀请码"],
    };
    return [deed("person.tie", tied), say(`好的，已改到${into.name}名下。`), tell(into.id, `${who.name}已把这个账号登记为您。`, { unasked: false })];
  });

/** Whom they may vouch for, and whose name is said. */
const invited = (words: string, { directory, who }: Turn): Person[] => {
  const named = namedIn(words, directory);
  const theirs = named.filter((each) => mayJoin(who, each, directory));
  return theirs.length ? theirs : named;
};

/** 给荣师傅一个邀请码: made for whoever may vouch, said to them alone. */
export const invite = flow<Turn>("person.invite")
  .opensOn([], { understands: "person.invite" })
  .askIf(
    (a, turn) => invited(a.text, turn).length > 1,
    "person",
    (a, turn) => which(invited(String(a["text"]), turn), turn.directory),
    (a, turn) => `是哪一位？${listed(invited(a.text, turn), turn.directory)}`,
    { spot: false },
  )
  .look("code", freshCode, () => ({}))
  .ends((a, turn) => {
    const { who, directory, now, limits } = turn;
    const people = invited(a.text, turn);
    const person = people.length > 1 ? people.find((each) => String(each.id) === a.person) : people[0];
    if (!person) return [say("请说清给谁，例如“给荣师傅一个邀请码”。")];
    if (!mayJoin(who, person, directory)) return [say(`邀请码由${person.display}的专员或书记发放，请联系他们。`)];
    const days = limits.invitation_days;
    return [
      deed("invitation.make", { code: a.code, person: person.id, by: who.id, until: now + days * DAY_MS }),
      tell(who.id, `${person.name}的邀请码：${a.code}，${days}天内有效，只能用一次。请本人私信发给我，哪个渠道都行。`, { unasked: false }),
    ];
  });
