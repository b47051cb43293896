import type { Address } from "./address.ts";
import type { Taken } from "./load.ts";

/** Newcomers and groups nobody has named are asked about once, before anything else of theirs is read: by this intent. */
export function introducedBy({ heard, room, who, sessions, expectations }: Taken, address: Address): string | undefined {
  const called = address.to === "bot" || heard.kind === "join" || (heard.kind === "room" && heard.change === "added" && room.kind === "group");
  if (!called || sessions.length || expectations.length || (heard.kind === "join" && who.state !== "newcomer")) return undefined;
  if (room.kind === "group" && room.state !== "known") return "room.unknown";
  return who.state !== "newcomer" ? undefined : room.kind === "direct" ? "join" : "joined";
}
