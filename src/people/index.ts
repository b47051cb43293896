export { type Account, type Directory, type Organisation, type Person, type Role, type Room, loadDirectory } from "./directory.ts";
export type { Limits } from "./limits.ts";
export { type Turn, chainOf, present, secretaryFor } from "./turn.ts";
export { peopleDeeds } from "./deeds.ts";
export type { TownReader } from "./import.ts";
export type { Town } from "./town-file.ts";
export { readLimits } from "./limits.ts";
export { resealAll, type SealedColumn, sealFor } from "./keys.ts";
export { ERASED, peoplePersonal, type Personal } from "./personal.ts";
