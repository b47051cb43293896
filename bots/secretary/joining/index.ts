import { organisation } from "../../../src/flow/asks/organisation.ts";
import { text } from "../../../src/flow/asks/text.ts";
import { yesNo } from "../../../src/flow/asks/yes-no.ts";
import { button, deed, type Effect, flow, type Flow, handOver, say, tell } from "../../../src/flow/index.ts";
import { chainOf, type Organisation, type Person, secretaryFor, type Turn } from "../../../src/people/index.ts";
import { type Invitation, invitationFor } from "./queries.ts";

const HELLO = "您好，我是链心，帮大家把问题办到底。请问您的姓名和单位？例如“我是森荣新材料的荣师傅”；有邀请码也可以直接发给我。";

/** Somebody nobody knows yet: asked once who they are; a commissioner or secretary confirms. */
const joined = flow<Turn>("joined")
  .opensOn([], { understands: "joined" })
  .ends(({ text: words }, { who, room }) => {
    const greet = tell(who.id, HELLO, { unasked: false, expects: { flow: "join", version: 1, answers: {} } });
    if (room.kind === "direct") return [greet];
    return words ? [say("您好，我还不认识您，已私信您；您刚才说的先转给专人。"), handOver("还没登记的新成员"), greet] : [greet];
  });

const join = flow<Turn>("join")
  .opensOn([], { understands: "join" })
  .know("said", (a) => (a.text.length >= 3 && !/^(你好|您好|hi|hello|在吗|\/start)[。！!]?$/iu.test(a.text) ? { value: a.text } : undefined))
  .ask("said", text({ min: 2, max: 100 }), HELLO, { spot: false })
  .look("invited", invitationFor, (a) => ({ code: codeIn(String(a.said)) }))
  .ends((a, turn) => {
    const { who, directory } = turn;
    if (a.invited) return tied(a.invited, turn);
    if (who.state !== "newcomer") return [say(`您好，${who.display}，我认识您。有事直接说就行。`)];
    const words = String(a.said);
    const home = organisationIn(words, turn);
    const known = personIn(words, turn);
    const keeper = confirmerFor(home, turn);
    if (!keeper) return [handOver("新成员报名")];
    return [
      say(`谢谢，已请${keeper.name}确认，确认后我告诉您。`),
      tell(
        keeper.id,
        `有位新成员“${who.display}”说：“${words.slice(0, 80)}”。${known ? `是${known.name}本人吗？` : home ? `是${home.name}的人吗？` : "您认识吗？"}1 是 2 不是`,
        {
          buttons: [button("是", "answer", "1"), button("不是", "answer", "2")],
          expects: { flow: "join.confirm", version: 1, answers: { newcomer: who.id, person: known?.id ?? null, organisation: home?.id ?? null } },
        },
      ),
    ];
    function tied(invitation: Invitation, { now }: Turn): Effect[] {
      const person = directory.person(invitation.person_id);
      return [
        deed("person.tie", { newcomer: who.id, person: person.id, invitation: invitation.id, now }),
        tell(person.id, `您好，${person.display}，已经认出您了。有事直接说就行。`, { unasked: false }),
      ];
    }
  });

const codeIn = (words: string): string => /(?<![A-Za-z0-9])[A-Za-z0-9]{6,16}(?![A-Za-z0-9])/u.exec(words)?.[0]?.toUpperCase() ?? "";

function organisationIn(words: string, { directory, room }: Turn): Organisation | undefined {
  const here = directory.organisation(room.organisation_id);
  return (
    [...directory.organisations.values()].find((each) => each.kind !== "chain" && (words.includes(each.name) || (each.short && words.includes(each.short)))) ??
    here
  );
}

const personIn = (words: string, { directory, who }: Turn): Person | undefined =>
  [...directory.people.values()].find(
    (each) => each.id !== who.id && each.state !== "newcomer" && (words.includes(each.name) || each.aliases.some((alias) => words.includes(alias))),
  );

/** Who may vouch: the enterprise's commissioner, else the chain's or the town's secretary. */
function confirmerFor(home: Organisation | undefined, turn: Turn): Person | undefined {
  const commissioner = home ? turn.directory.holding(home.id, "commissioner")[0] : undefined;
  const chain = home?.kind === "enterprise" ? turn.directory.organisation(home.parent_id) : chainOf(turn);
  return commissioner ?? secretaryFor(turn.directory, chain);
}

const joinConfirm = flow<Turn>("join.confirm")
  .ask("right", yesNo(), "是这位吗？1 是 2 不是", { spot: false })
  .ends((a, { directory, who, now }) => {
    const newcomer = directory.people.get(Number(a["newcomer"]));
    if (!newcomer || newcomer.state !== "newcomer") return [say("这位已经处理过了，谢谢。")];
    if (!a.right)
      return [
        say("好的，没有登记。"),
        tell(newcomer.id, `${who.name}没能确认您的身份，请联系他，或再说一次您的姓名和单位。`, { expects: { flow: "join", version: 1, answers: {} } }),
      ];
    const person = a["person"] === null ? undefined : directory.people.get(Number(a["person"]));
    const home = directory.organisation(a["organisation"] === null ? undefined : Number(a["organisation"]));
    const deeds = person
      ? [deed("person.tie", { newcomer: newcomer.id, person: person.id, invitation: null, now })]
      : [deed("person.welcome", { person: newcomer.id, organisation: home?.id ?? null })];
    return [
      ...deeds,
      say(`好的，已登记${person ? `为${person.name}` : home ? `到${home.name}` : ""}。`),
      tell((person ?? newcomer).id, `${who.name}已确认您的身份。有事直接跟我说，例如“流动资金缺800万”。`, { unasked: false }),
    ];
  });

/** A group nobody has named: a secretary says which chain or team it is. */
const unknownRoom = flow<Turn>("room.unknown")
  .opensOn([], { understands: "room.unknown" })
  .ends(({ text: words }, { room, directory }) => {
    const [keeper] = directory.townPeople("secretary");
    if (!keeper) return [say("这个群还没有登记，请管理员先登记。")];
    const asked = room.state === "asked";
    return [
      ...(words ? [handOver("来自未登记的群")] : []),
      say(`这个群还没有登记，已请${keeper.name}确认是哪条链或哪个团队。`),
      ...(asked
        ? []
        : [
            deed("room.asked", { room: room.id }),
            tell(keeper.id, `我被拉进了“${room.name}”群。它是哪条链或哪个团队的？请回复名称。`, {
              expects: { flow: "room.name", version: 1, answers: { room: room.id, name: room.name } },
            }),
          ]),
    ];
  });

const roomName = flow<Turn>("room.name")
  .ask(
    "organisation",
    (_, { directory }) =>
      organisation([...directory.organisations.values()].filter((each) => each.kind === "chain" || each.kind === "team").map((each) => each.name)),
    (a) => `“${String(a["name"])}”群是哪条链或哪个团队的？`,
    { spot: false },
  )
  .ends((a, { directory }) => {
    const named = directory.organisationNamed(String(a.organisation));
    if (!named) return [say("没有这个链或团队，请再说一次名称。")];
    return [deed("room.named", { room: Number(a["room"]), organisation: named.id }), say(`好的，“${String(a["name"])}”群登记为${named.name}的群。`)];
  });

export const flows: readonly Flow<Turn>[] = [joined, join, joinConfirm, unknownRoom, roomName];
export { looks } from "./queries.ts";
