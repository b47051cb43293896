import { channelContract } from "./contract.ts";
import { wecomApp } from "./wecom-start.ts";

const inPrivate = "the app is talked to in private only";
const noWords = "a picture or file has no words there";

channelContract("WeCom, the app", () => wecomApp(), {
  "words in private are told from words in a group": inPrivate,
  "a mention of the bot calls it by the one name it has": inPrivate,
  "a mention of somebody else does not call the bot": inPrivate,
  "who comes and who goes is heard": inPrivate,
  "a quote of the bot's words is told from a quote of a person's": "the callback tells no quotes",
  "an edit is a correction of the same message, each with its own key": "nothing said can be edited",
  "a picture comes with its content and its words": noWords,
  "a file that cannot be had is heard all the same, with the reason": noWords,
});
