import { createEars } from "../contract/ears.ts";
import { wechatFarEnd } from "../contract/wechat-far.ts";
import type { Shown as OnPhone } from "../wechat/phone.ts";
import { startPhoneHost, startRemotePhone } from "../wechat/start-server.ts";
import { MORNING } from "../running/program.ts";
import { NAMES, PATIENCE_MS, type Place, type Side } from "./side.ts";

/** A phone behind a puppet server in another process, over gRPC. It has no buttons: their numbers are said instead. */
export async function wechatSide(): Promise<Side> {
  const ears = createEars(PATIENCE_MS);
  const board: OnPhone[] = [];
  const host = await startPhoneHost();
  const remote = await startRemotePhone(host, (shown) => {
    board.push(shown);
    ears.changed();
  });
  const far = wechatFarEnd(remote.post, board, ears);
  const people = { rong: far.person(NAMES.rong), qian: far.person(NAMES.qian) };
  const group = far.group(NAMES.group);
  for (const who of [people.rong, people.qian]) far.join(group, who);
  const whereOf = (place: Place) => (place === "group" ? group : { kind: "direct" as const, id: people[place].id, name: people[place].name });
  const say: Side["say"] = (place, who, text) => void far.say(whereOf(place), people[who], text, { at: MORNING, toBot: place === "group" });
  return {
    channel: "wechat",
    ids: { group: group.id, rong: people.rong.id, qian: people.qian.id },
    env: { WECHATY_PUPPET: "service", WECHATY_TOKEN: remote.token, WECHATY_ENDPOINT: remote.endpoint, WECHATY_QUIET_SECONDS: "0", WECHATY_GAP_SECONDS: "0" },
    begun: async () => {},
    say,
    choose(place, { text }, label) {
      const number = new RegExp(`(\\d+) ${label}`, "u").exec(text)?.[1];
      if (!number || place === "group") throw new Error(`${label} is not offered in: ${text}`);
      say(place, place, number);
    },
    shown: (place) => far.shown(whereOf(place)).map(({ messageId, text }) => ({ id: messageId, text, buttons: [] })),
    waitFor: (what, look) => ears.waitFor(what, look),
    close: () => host.kill(),
  };
}
