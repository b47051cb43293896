import { channelContract } from "./contract.ts";
import { wecomRobot } from "./wecom-start.ts";

channelContract("WeCom, the robot", () => wecomRobot(), {
  "two people of one nickname stay two people": "the robot is told only ids",
  "a mention of somebody else does not call the bot": "it hears only what calls it",
  "a quote of the bot's words is told from a quote of a person's": "a quote tells its words, not its message",
  "an edit is a correction of the same message, each with its own key": "nothing said can be edited",
  "who comes and who goes is heard": "it is not told",
  "a place comes with where it is": "it is not told places",
});
