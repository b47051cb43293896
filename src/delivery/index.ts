export { channelsLost, channelsSeen, channelTurned } from "./up.ts";
export { createPostman, type Post } from "./drain.ts";
export { recover } from "./give-up.ts";
