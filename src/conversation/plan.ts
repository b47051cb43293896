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
  /** An expectation whose question was put anew, as the present version of its flow puts it. */
  renews?: { id: number; version: number; answers: Record<string, unknown> };
};
export type Decision = { needs: Need[] } | Plan;
