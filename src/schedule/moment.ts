import type { World } from "../conversation/index.ts";
import type { Clock } from "../matter/index.ts";

/** The moment as matters, notices and occasions see it. */
export const momentOf = (world: World, now: number): Clock => ({
  now,
  calendar: world.calendar(),
  limits: world.limits(),
  directory: world.directory(),
});
