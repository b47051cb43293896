/** What a process does. `all` on the embedded database; on a database of your own any number of each. */
export type Role = "all" | "channel" | "worker" | "web";
export const ROLES: readonly Role[] = ["all", "channel", "worker", "web"];

/** `listens`: connects to channels and hears. `works`: does what falls due, and carries lines out. `shows`: has the pages. */
export const dutiesOf = (role: Role) => ({
  listens: role === "all" || role === "channel",
  works: role === "all" || role === "worker",
  shows: role === "all" || role === "web",
});
