import { type Effect, say, tell } from "../flow/index.ts";
import { secretaryFor, type Turn } from "../people/index.ts";
import type { Taken } from "./load.ts";
import type { Decision } from "./plan.ts";
import { placeOf } from "./say.ts";
import type { World } from "./world.ts";

/** The bot itself came into a group, or was put out of it: added to what else becomes of that. */
export function cameOrWent(world: World, taken: Taken, turn: Turn, decision: Decision): Decision {
  const { heard, room } = taken;
  if (heard.kind !== "room" || room.kind !== "group" || decision.needs) return decision;
  const effects = heard.change === "removed" ? putOut(turn) : heard.change === "added" && heard.hearsAll === false ? hardOfHearing(world, taken) : [];
  return effects.length ? { ...decision, state: "done", effects: [...decision.effects, ...effects] } : decision;
}

/** Whoever added the bot is told that it hears only part of what is said, and what helps: privately where that is possible. */
function hardOfHearing(world: World, { heard, room, who }: Taken): Effect[] {
  const how = world.hearsGroupHow(heard.channel);
  const help = how ? `想让我都听到，${how}。` : "有事请@我。";
  const words = `谢谢您请我进“${room.name}”群。现在我只听得到@我、回复我和以“/”开头的话，群里的报平安、“收到”可能会漏。${help}`;
  const accounts = world.directory().accounts(placeOf(world, who.id));
  const reachable = accounts.some((each) => each.channel === heard.channel && each.reachable);
  return [reachable ? tell(who.id, words, { unasked: false }) : say(words)];
}

/** The secretary hears of it now, not when the first notice does not arrive. A group nobody had named is missed by nobody, and
 *  one that only moved is not gone. */
function putOut({ who, room, directory }: Turn): Effect[] {
  const home = room.state === "gone" ? directory.organisation(room.organisation_id) : undefined;
  const keeper = home && secretaryFor(directory, home);
  if (!keeper || keeper.id === who.id) return [];
  return [tell(keeper.id, `${who.name}把我移出了“${room.name}”群，群里的通知和报到暂时办不了。需要时请再拉我进群。`, { unasked: true })];
}
