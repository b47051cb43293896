export { channelsLost, channelsSeen, channelTurned } from "./up.ts";
export { createPostman, type Post, recover } from "./drain.ts";
