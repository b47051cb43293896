export { channelsLost, channelsSeen, channelTurned } from "./up.ts";
export { createPostman, type Post } from "./drain.ts";
export { recover } from "./give-up.ts";
export { everyRoom, noRoom, type Rooms } from "./rooms.ts";
export { isDue, nextLine } from "./claim.ts";
