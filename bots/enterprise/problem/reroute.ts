import { laneOf } from "../../../src/assist/lane.ts";
import { choice } from "../../../src/flow/asks/choice.ts";
import { button, deed, type Flow, say, tell } from "../../../src/flow/index.ts";
import { isOpen, type Matter, reroute, refused } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { laneChoices, laneLabel } from "./lanes.ts";
import { tellRaisers } from "./owner.ts";
import { fallbackOf, ownerFor, titled } from "./owners.ts";
import { aboutMatter, chosen, notFound, refusedSay } from "./pick.ts";
import { gist, raiserName, short } from "./words-of.ts";

const fits = (one: Matter) => one.kind === "problem" && isOpen(one) && one.state !== "done";

/** Whether this bounce is the one that lands with the fallback owner. */
const lands = (one: Matter, turn: Turn): boolean => one.bounces + 1 >= turn.limits.bounces;

/** A wrong lane moves with one word; the second bounce goes to the fallback owner, who cannot bounce it. */
export const rerouteMatter: Flow<Turn> = aboutMatter("matter.reroute", ["不归我", "转给"], "owner", fits)
  .know("lane", (a) => {
    const lane = a.facts["lane"] ?? (a.text ? laneOf(a.text).words.length && laneOf(a.text).lane : undefined);
    return typeof lane === "string" ? { value: lane } : undefined;
  })
  .askIf(
    (a, turn) => {
      const one = chosen(a, turn, fits);
      return one !== undefined && one.owner_id === turn.who.id && one.facts["last"] !== true && !lands(one, turn) && fits(one);
    },
    "lane",
    choice(laneChoices),
    "该归哪一类？1 融资 2 政策 3 技术 4 法律 5 人才 6 供需 7 党建 8 其他",
    { spot: false },
  )
  .ends((a, turn) => {
    const one = chosen(a, turn, fits);
    if (!one) return notFound(a.facts["no"], "您手上现在没有可以转出的事项。");
    const { directory } = turn;
    const landed = lands(one, turn);
    const lane = String(a.lane ?? one.lane);
    const place = { enterprise: one.organisation_id, chain: one.chain_id };
    const to = landed ? fallbackOf(directory, one.chain_id) : ownerFor(directory, place, lane, turn.now, [turn.who.id]);
    if (!to || to.id === turn.who.id) return refusedSay(one, { refused: "last-bounce" }, turn.who.name);
    const fallback = landed || to.id === fallbackOf(directory, one.chain_id)?.id;
    const result = reroute(one, turn.who.id, { owner: to.id, lane, fallback }, a.text, turn);
    if (refused(result)) return refusedSay(one, result, directory.person(one.owner_id).name);
    const due = turn.calendar.print(result.patch.due_at ?? turn.now);
    const why = landed ? "第二次退单，由兜底办理，不能再转" : `转到${laneLabel(lane)}`;
    return [
      deed("matter.change", result),
      say(`${one.no} 已转给${titled(directory, to)}（${why}）。时限仍从反映时算起。`, { matter: one.id }),
      tell(
        to.id,
        `新事项 ${one.no}：${raiserName(directory, one)}反映，${gist({ ...one, lane })}。${turn.who.name}转来（${why}${a.text ? `：${short(a.text)}` : ""}）。请在${due}前接单。`,
        {
          matter: one.id,
          recap: true,
          buttons: [button("接单", "matter.accept", one.no), ...(landed ? [] : [button("不归我", "matter.reroute", one.no)])],
        },
      ),
      ...tellRaisers(one, `${one.no} 已转给${titled(directory, to)}办理（${why}），${due}前接单。`, turn),
    ];
  });
