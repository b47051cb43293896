import { carry, type Session } from "../flow/index.ts";
import type { World } from "./world.ts";

/** Stored sessions as the flows of this program understand them; one whose flow is gone stays as it is. */
export const carriedSessions = ({ flows }: Pick<World, "flows">, sessions: readonly Session[]): Session[] =>
  sessions.map((session) => {
    const flow = flows.get(session.flow);
    return flow ? carry(flow, session).session : session;
  });
