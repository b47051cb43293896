import { type Ask, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { aboutRota, mine, slotIn } from "./find.ts";
import { monthIn } from "./month.ts";
import { enterprisesIn, hostPeople } from "./whose.ts";
import { dayOf, hostOf } from "./words-of.ts";

const SELF = /(?:跟|和|与|同)(?:我们|咱们?)?(?:自己|自家|本企业)/u;
const NEXT = /下一?家|后面那?家|后一家/u;
/** Words after 和 that look like somebody's name and belong to no enterprise here. */
const NAMED = /(?:跟|和|与|同)([\p{Script=Han}A-Za-z]{2,12}?)(?:换|调|对调|互换|对换)/u;
const MONTH = /月/u;

/** With whom, or to which month: read by the flow, which knows the rota. */
const partner: Ask<string> = {
  kind: "partner",
  read: (text) => (text.trim() ? { ok: true, value: text.trim() } : { ok: false, say: "请说和哪家换，或换到几月。" }),
  spot: (text) => ([SELF, NEXT, NAMED, MONTH].some((each) => each.test(text)) ? { value: text, words: text } : undefined),
  print: (value) => value,
  examples: ["和东岳氟材换一期", "换到12月"],
};

type Own = { enterprise: { id: number; name: string; parent_id: number | null }; one: Occasion; ahead: readonly Occasion[] };

/** 和东岳换一期, 换到12月: the other side is asked privately; nothing changes before both agree. */
export const swapRota: Flow<Turn> = aboutRota("rota.swap", ["换一期"])
  .ask("with", partner, "和哪家换，或者换到几月？例如“和东岳氟材换一期”“换到12月”。")
  .ends((a, turn) => {
    const own = mine(a.rota, a, turn, false);
    if (own.say !== undefined) return [say(own.say)];
    const other = theirs(a.with, own, a.rota, turn);
    if ("say" in other) return [say(other.say)];
    const { one, enterprise } = own;
    if (other.id === one.id) return [say(`${dayOf(one, turn)}本来就由${enterprise.name}承办，不用换。`)];
    if (other.host_id === enterprise.id) return [say(`${dayOf(other, turn)}也是${enterprise.name}承办，不能和自己换。`)];
    const people = hostPeople(other.host_id, turn.directory);
    const partnerName = hostOf(other, turn.directory);
    const about = `theme_day swap ${one.id} ${other.id}`;
    const answers = { mine: one.id, theirs: other.id, from: enterprise.id, to: other.host_id, about };
    const would = `${enterprise.name}改办${dayOf(other, turn)}，${partnerName}改办${dayOf(one, turn)}`;
    return [
      say(`好的，已问${partnerName}，同意后就换：${would}。`),
      ...people.map((each) =>
        tell(each.id, `${enterprise.name}想和${partnerName}换一期主题党日：${would}。同意吗？1 同意 2 不同意`, {
          buttons: [
            { label: "同意", data: "answer|1" },
            { label: "不同意", data: "answer|2" },
          ],
          expects: { flow: "rota.swap.agree", version: 1, answers, about },
        }),
      ),
    ];
  });

/** The slot to change places with: the next of the enterprise that is named, or that of the month. */
function theirs(said: string, own: Own, rota: readonly Occasion[], turn: Turn): Occasion | { say: string } {
  const { enterprise, one, ahead } = own;
  const month = monthIn(said, turn);
  if (month.say !== undefined) return { say: month.say };
  const named = enterprisesIn(said, turn.directory);
  const to = named.find((each) => each.id !== enterprise.id);
  if (to) return ofEnterprise(to, own, month.month, turn);
  const nobody = SELF.test(said) || (named.length > 0 && !MONTH.test(said));
  if (nobody && !turn.directory.enterprise(turn.who.id)) return { say: "请说哪两家换，例如“让森荣新材料和东岳氟材换一期”。" };
  if (nobody) return { say: "不能和自己换，请说和哪家企业换，例如“和东岳氟材换一期”。" };
  const stranger = NAMED.exec(said)?.[1];
  if (stranger === undefined && month.month !== undefined) return slotIn(rota, month.month, month.on, turn);
  const following = ahead.find((each) => each.at > one.at && each.host_id !== enterprise.id);
  if (NEXT.test(said) && following) return following;
  return { say: `没有找到${stranger ? `“${stranger}”这家企业` : "要换的企业"}，请说轮值表里的企业名称，例如“和东岳氟材换一期”。` };
}

function ofEnterprise(to: Own["enterprise"], { enterprise, one, ahead }: Own, month: string | undefined, turn: Turn): Occasion | { say: string } {
  const chain = turn.directory.organisation(enterprise.parent_id)?.name ?? "本";
  if (to.parent_id !== enterprise.parent_id) return { say: `${to.name}不是${chain}链的企业，不能换。` };
  const hosted = ahead.filter((each) => each.host_id === to.id);
  if (!hosted.length) return { say: `${to.name}不在${chain}链的轮值名单里，不能换。` };
  const found = month === undefined ? (hosted.find((each) => each.at > one.at) ?? hosted[0]) : hosted.find((each) => each.on_date.startsWith(month));
  return found ?? { say: `${to.name}${Number(month?.slice(5))}月没有轮值，请看“轮值表”。` };
}
