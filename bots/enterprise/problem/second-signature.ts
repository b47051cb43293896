import { text } from "../../../src/flow/asks/text.ts";
import { button, deed, type Effect, type Flow, flow, handOver, say, tell } from "../../../src/flow/index.ts";
import { isOpen, type Matter, mattersBy, propose, type Proposal, refused, sign } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { tellRaisers, yesNo } from "./owner.ts";
import { signersFor } from "./owners.ts";
import { aboutMatter, chosen, notFound, refusedSay } from "./pick.ts";
import { gist, raiserName, short } from "./words-of.ts";

const fits = (one: Matter) => one.kind === "problem" && isOpen(one);
const ENDS = { unsolvable: "无法解决", unreached: "回访未联系上" } as const;

/** Beyond anyone's power: its own end, with the reason and a second signature. */
export const unsolvableMatter: Flow<Turn> = aboutMatter("matter.unsolvable", ["办不了"], "owner", fits)
  .know("reason", (a) => {
    const said = a.text
      .replaceAll(String(a.facts["no"] ?? ""), "")
      .replace(/^[\s，,：:]*(确实|实在)?(办不了|无法解决|解决不了|没法办|办不成)[\s，,：:。]*(原因|因为)?[是：:\s]*/u, "")
      .trim();
    return said.length >= 4 ? { value: said } : undefined;
  })
  .ask("reason", text({ min: 4, max: 300 }), "请写明办不了的原因，至少四个字，会请上一级会签。", { spot: false })
  .ends((a, turn) => {
    const one = chosen(a, turn, fits);
    return one ? proposed(one, "unsolvable", String(a.reason), turn) : notFound(a.facts["no"], "您手上现在没有正在办理的事项。");
  });

export function proposed(one: Matter, end: Proposal["end"], reason: string, turn: Turn): Effect[] {
  const { directory, who } = turn;
  const [signer] = signersFor(directory, one, who.id);
  if (!signer) return refusedSay(one, { refused: "no-signer" }, who.name);
  const result = propose(one, who.id, { end, reason, by: who.id, signer: signer.id }, turn);
  if (refused(result)) return refusedSay(one, result, directory.person(one.owner_id).name);
  return [
    deed("matter.change", result),
    say(`${one.no} 已报${signer.name}会签：${ENDS[end]}，原因：${short(reason)}。签字前还算在办。`, { matter: one.id }),
    tell(
      signer.id,
      `请会签 ${one.no}：${raiserName(directory, one)}反映，${gist(one)}。${who.name}认为${ENDS[end]}，原因：${short(reason)}。同意请回复“同意”，不同意请回复“不同意”。`,
      {
        matter: one.id,
        buttons: [button("同意", "matter.sign", one.no, "yes"), button("不同意", "matter.sign", one.no, "no")],
        expects: { flow: "matter.sign", version: 1, answers: { no: one.no } },
      },
    ),
  ];
}

/** The second signature. Anyone above the owner may put it; asked first is the next one up. */
export const signMatter: Flow<Turn> = flow<Turn>("matter.sign")
  .opensOn(["会签"], { understands: "matter.sign" })
  .know("no", (a) => (typeof a.facts["no"] === "string" ? { value: a.facts["no"] } : undefined))
  .know("agreed", (a) => (a.facts["choice"] === "yes" || a.facts["choice"] === "no" ? { value: String(a.facts["choice"]) } : undefined))
  .ask("agreed", yesNo, "同意还是不同意？")
  .look("found", mattersBy, (a) => ({ by: "no", value: String(a.no ?? ""), all: true }))
  .ends((a, turn) => {
    const one = a.found[0];
    if (!one) return [say("要会签哪一件？请带上编号，例如“会签 氟硅-0042 同意”。")];
    const { directory, who } = turn;
    const may = signersFor(directory, one, one.proposal?.by ?? 0).some((each) => each.id === who.id);
    if (!may) return [say(`${one.no} 的会签要由经办人的上级来签。`, { matter: one.id })];
    const result = sign(one, who.id, a.agreed === "yes", turn);
    if (refused(result)) return [say(`${one.no} 现在没有要会签的。`, { matter: one.id })];
    const { end, reason, by } = one.proposal as Proposal;
    if (a.agreed !== "yes")
      return [
        deed("matter.change", result),
        say(`${one.no} 已退回，继续办理。`, { matter: one.id }),
        tell(by, `${one.no} ${who.name}不同意按${ENDS[end]}结束，请继续办理。`, { matter: one.id }),
      ];
    return [
      deed("matter.change", result),
      say(`${one.no} 已会签：${ENDS[end]}。`, { matter: one.id }),
      tell(by, `${one.no} ${who.name}已会签：${ENDS[end]}。`, { matter: one.id }),
      ...tellRaisers(one, endWords(one, end, reason, who.name), turn),
    ];
  });

const endWords = (one: Matter, end: Proposal["end"], reason: string, signer: string): string =>
  end === "unsolvable"
    ? `${one.no} 经核实目前无法解决，原因：${short(reason)}（${signer}会签）。您不认可，随时回复“${one.no} 没解决”，就重新办理。`
    : `${one.no} 多次回访没有联系上您，先按“未联系上”结束（${signer}会签），不算满意。您随时回复，就重新办理。`;

/** The caller may propose that the raiser cannot be reached; somebody above signs. */
export const unreachedMatter: Flow<Turn> = flow<Turn>("matter.unreached")
  .opensOn(["联系不上", "未联系上"], { understands: "matter.unreached" })
  .look("calls", mattersBy, (_, { who }) => ({ by: "owner", value: who.id }))
  .look("parent", mattersBy, (a, turn) => ({ by: "id", value: callOf(a.calls, a.facts["no"], turn)?.parent_id ?? null, all: true }))
  .ends((a, turn) => {
    const call = callOf(a.calls, a.facts["no"], turn);
    const one = a.parent[0];
    if (!call || !one || one.state !== "done") return [handOver("说联系不上，但没有对应的回访电话")];
    if (one.facts["offered"] !== true)
      return [say(`${one.no} 请再打几次，${turn.calendar.print(one.next_at ?? turn.now)}以后仍联系不上，可以报“未联系上”。`, { matter: one.id })];
    return proposed(one, "unreached", a.text || "多次电话联系不上", turn);
  });

const callOf = (calls: readonly Matter[], no: unknown, turn: Turn): Matter | undefined =>
  calls.find((each) => each.kind === "call" && (each.no === no || each.parent_id === turn.about || each.id === turn.about)) ??
  calls.find((each) => each.kind === "call");
