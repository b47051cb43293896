import { text } from "../../../src/flow/asks/text.ts";
import { yesNo } from "../../../src/flow/asks/yes-no.ts";
import type { Ask } from "../../../src/flow/ask.ts";
import { begin, button, deed, type Effect, type Expected, flow, handOver, say, tell } from "../../../src/flow/index.ts";
import type { Organisation, Person, Tied, Turn } from "../../../src/people/index.ts";
import { codeEffects, codeIn, isCode } from "./codes.ts";
import { evidenceFor, listEvidence, phoneIn } from "./evidence.ts";
import { checksFor, codeFor } from "./queries.ts";
import { called, candidates, confirmerFor, listed, NONE, organisationIn, remarkOf, which, withHome } from "./who.ts";

const HELLO = "您好，我是链心，帮大家把问题办到底。请问您的姓名和单位？例如“我是森荣新材料的荣师傅”；有邀请码也可以直接发给我。";

/** A question that is not carried over to whom they turn out to be: it is answered then. */
const asksWho = (who: Person): Expected => ({ flow: "join", version: 1, answers: {}, about: `who ${who.id}` });

/** The bot's own login calls them by the name of somebody we know: that is put to a person without asking first. */
const isRemarked = ({ who, directory }: Turn): boolean => who.state === "newcomer" && called(remarkOf(who, directory) ?? "", directory).length > 0;

/** Somebody nobody knows yet: asked once who they are; a commissioner or secretary confirms. */
export const joined = flow<Turn>("joined")
  .opensOn([], { understands: "joined" })
  .ends(({ text: words }, turn) => {
    const { who, room } = turn;
    if (words && isCode(words)) return [begin("join", words)];
    if (isRemarked(turn)) return [...(words ? [handOver("还没登记的新成员")] : []), begin("join", words || "（刚进群）")];
    const greet = tell(who.id, HELLO, { unasked: false, expects: asksWho(who) });
    if (room.kind === "direct") return [greet];
    return words ? [say("您好，我还不认识您，已私信您；您刚才说的先转给专人。"), handOver("还没登记的新成员"), greet] : [greet];
  });

const isGreeting = (words: string): boolean => words.length < 3 || /^(你好|您好|hi|hello|在吗|\/start)[。！!]?$/iu.test(words);

export const join = flow<Turn>("join")
  .opensOn(["邀请码"], { understands: "join" })
  .know("said", (a, turn) => (a.text && (!isGreeting(a.text) || isRemarked(turn)) ? { value: a.text } : undefined))
  .ask("said", text({ min: 2, max: 100 }), HELLO, { spot: false })
  .look("code", codeFor, (a, { who, now, limits }) => ({
    code: codeIn(String(a.said)),
    person: who.id,
    now,
    days: limits.invitation_days,
    tries: limits.code_tries,
  }))
  .look("checked", checksFor, (a, turn) => ({
    newcomer: turn.who.id,
    people: candidates(String(a.said), turn).map((each) => each.id),
    phone: phoneIn(String(a.said)),
  }))
  .ends((a, turn) => {
    const { who, directory, now } = turn;
    const words = String(a.said);
    const byCode = codeEffects(words, a.code, turn);
    if (byCode) return byCode;
    if (who.state !== "newcomer") return [say(`您好，${who.display}，我认识您。有事直接说就行。`)];
    const people = candidates(words, turn);
    const home = organisationIn(words, directory) ?? directory.organisation(turn.room.organisation_id);
    const keeper = confirmerFor(people, home, turn);
    if (!keeper || keeper.id === who.id) return [handOver("新成员报名")];
    const evidence = people.map((each) =>
      evidenceFor(
        who,
        each,
        words,
        a.checked.people.find((one) => one.person === each.id),
        directory,
        now,
      ),
    );
    return [
      deed("expectation.close", { about: aboutOf(who) }),
      say(`谢谢，已请${keeper.name}确认，确认后我告诉您。`),
      tell(keeper.id, `有位新成员“${who.display}”说：“${words.slice(0, 80)}”。${asked(people, evidence, home, turn)}`, {
        buttons: buttonsFor(people),
        expects: {
          flow: "join.confirm",
          version: 2,
          answers: { newcomer: who.id, people: people.map((each) => each.id), evidence, organisation: home?.id ?? null },
          about: aboutOf(who),
        },
      }),
    ];
  });

/** Whoever is asked about the same newcomer again need answer the last time only. */
const aboutOf = (newcomer: Person): string => `newcomer ${newcomer.id}`;

function asked(people: readonly Person[], evidence: readonly string[][], home: Organisation | undefined, { directory }: Turn): string {
  const [only] = people;
  if (!only) return `${home ? `是${home.name}的人吗？` : "您认识吗？"}1 是 2 不是`;
  if (people.length === 1) {
    const at = directory.homes(only.id)[0];
    return `是${only.name}本人吗？${at ? `（${at.name}）` : ""}${listEvidence(evidence[0] ?? [])}1 是 2 不是`;
  }
  const each = people.map((one, n) => `${n + 1} ${withHome(one, directory)}：${evidence[n]?.join("；")}`);
  const alike = people.every((one) => one.display === only.display);
  return [`${alike ? `同名的有${people.length}位` : `可能是下面${people.length}位之一`}，是哪一位？`, ...each, `${people.length + 1} 都不是`].join("\n");
}

const buttonsFor = (people: readonly Person[]) =>
  people.length > 1
    ? [...people.map((_, n) => button(`是第${n + 1}位`, "answer", String(n + 1))), button("都不是", "answer", String(people.length + 1))]
    : [button("是", "answer", "1"), button("不是", "answer", "2")];

/** Those who were put to the confirmer and are still there. */
const peopleIn = (answers: Record<string, unknown>, { directory }: Turn): Person[] =>
  (answers["people"] as number[] | undefined)?.flatMap((id) => directory.people.get(id) ?? []) ?? [];

export const joinConfirm = flow<Turn>("join.confirm", 2)
  .from(1, ({ key, answers }) => ({
    ...(key === null ? {} : { key }),
    answers: { ...answers, people: typeof answers["person"] === "number" ? [answers["person"]] : [], evidence: [] },
  }))
  .ask(
    "right",
    (a, turn): Ask<unknown> => (peopleIn(a, turn).length > 1 ? which(peopleIn(a, turn), turn.directory, true) : yesNo()),
    (a, turn) => (peopleIn(a, turn).length > 1 ? `是哪一位？${listed(peopleIn(a, turn), turn.directory)}，都不是也请回复。` : "是这位吗？1 是 2 不是"),
    { spot: false },
  )
  .ends((a, turn) => {
    const { directory, who } = turn;
    const newcomer = directory.people.get(Number(a["newcomer"]));
    if (!newcomer || newcomer.state !== "newcomer") return [say("这位已经处理过了，谢谢。")];
    const people = peopleIn(a, turn);
    const chosen = people.length > 1 ? people.find((each) => String(each.id) === a.right) : a.right === true ? people[0] : undefined;
    if (a.right === false || a.right === NONE) return refused(newcomer, who);
    const home = directory.organisation(typeof a["organisation"] === "number" ? a["organisation"] : undefined);
    if (!chosen) return welcomed(newcomer, home, who);
    const evidence = (a["evidence"] as string[][] | undefined)?.[people.indexOf(chosen)] ?? [];
    return [
      deed("person.tie", { newcomer: newcomer.id, person: chosen.id, invitation: null, how: "answered", evidence } satisfies Tied),
      say(`好的，已登记为${withHome(chosen, directory)}。弄错了可以回复“撤销合并 ${chosen.name}”。`),
      tell(chosen.id, confirmed(who), { unasked: false }),
    ];
  });

const confirmed = (by: Person): string => `${by.name}已确认您的身份。有事直接跟我说，例如“流动资金缺800万”。`;

const welcomed = (newcomer: Person, home: Organisation | undefined, by: Person): Effect[] => [
  deed("person.welcome", { person: newcomer.id, organisation: home?.id ?? null }),
  say(`好的，已登记${home ? `到${home.name}` : ""}。`),
  tell(newcomer.id, confirmed(by), { unasked: false }),
];

const refused = (newcomer: Person, by: Person): Effect[] => [
  say("好的，没有登记。"),
  tell(newcomer.id, `${by.name}没能确认您的身份，请联系他，或再说一次您的姓名和单位。`, { expects: asksWho(newcomer) }),
];
