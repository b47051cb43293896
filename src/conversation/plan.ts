import type { Effect, Need, Session } from "../flow/index.ts";
import type { Understood } from "./world.ts";

/** What becomes of one message. */
export type Plan = {
  needs?: undefined;
  state: "done" | "bystander";
  sessions: Session[];
  /** A session that goes on in the direct chat. */
  moved?: Session;
  effects: Effect[];
  understood?: Understood;
  flow?: string;
  /** Expectations this message answered. */
  closes: number[];
};
export type Decision = { needs: Need[] } | Plan;
