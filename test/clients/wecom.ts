import { createCaller } from "../wecom/callback.ts";
import { AES_KEY, AGENT_ID, BOT_ID, BOT_SECRET, CORP_ID, SECRET, TOKEN } from "../wecom/ids.ts";
import { startWecom } from "../wecom/server.ts";
import { MORNING } from "../running/program.ts";
import { NAMES, PATIENCE_MS, type Side } from "./side.ts";

const IDS = { group: "wr-fluorine", rong: "rong", qian: "qian" };

/** The robot in the group, the app with each person. */
export async function wecomSide(): Promise<Side> {
  const far = await startWecom(PATIENCE_MS);
  far.members.set(IDS.rong, NAMES.rong).set(IDS.qian, NAMES.qian);
  let url = "";
  let count = 0;
  const caller = createCaller(() => url, far.changed);
  const from = (who: string) => ({ ToUserName: CORP_ID, FromUserName: who, CreateTime: MORNING / 1000, AgentID: Number(AGENT_ID) });
  return {
    channel: "wecom",
    ids: IDS,
    env: {
      WECOM_CORP_ID: CORP_ID,
      WECOM_AGENT_ID: AGENT_ID,
      WECOM_SECRET: SECRET,
      WECOM_TOKEN: TOKEN,
      WECOM_AES_KEY: AES_KEY,
      WECOM_BOT_ID: BOT_ID,
      WECOM_BOT_SECRET: BOT_SECRET,
      WECOM_API_ROOT: far.root,
    },
    async begun(address) {
      url = `${address}/wecom`;
      await far.waitFor("the robot is connected", () => far.robot.frames.some((each) => each.cmd === "aibot_subscribe") || undefined);
    },
    say(place, who, text) {
      count += 1;
      if (place !== "group") return caller.tell({ ...from(IDS[who]), MsgType: "text", Content: text, MsgId: String(7000 + count) });
      const message = { msgid: `m${count}`, aibotid: BOT_ID, chattype: "group", chatid: IDS.group, from: { userid: IDS[who] }, create_time: MORNING / 1000 };
      far.robot.tell("aibot_msg_callback", { ...message, msgtype: "text", text: { content: `@链心 ${text}` } });
    },
    choose(place, { id, buttons }, label) {
      const EventKey = buttons.find((each) => each.label === label)?.data;
      if (EventKey === undefined || place === "group") throw new Error(`no button ${label} in ${place}`);
      count += 1;
      caller.tell({ ...from(IDS[place]), MsgType: "event", Event: "template_card_event", EventKey, TaskId: id, ResponseCode: `c${count}` });
    },
    shown: (place) =>
      place === "group"
        ? far.robot.shown.filter((each) => each.chat === IDS.group).map(({ id, text, buttons }) => ({ id, text, buttons }))
        : far.shown.filter((each) => each.to === IDS[place]).map(({ id, text, buttons }) => ({ id, text, buttons })),
    waitFor: (what, look) => far.waitFor(what, look),
    close: async () => (caller.close(), far.close()),
  };
}
