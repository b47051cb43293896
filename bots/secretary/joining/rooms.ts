import { organisation } from "../../../src/flow/asks/organisation.ts";
import { deed, flow, handOver, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";

/** A group nobody has named: a secretary says which chain or team it is. */
export const unknownRoom = flow<Turn>("room.unknown")
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

export const roomName = flow<Turn>("room.name")
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
