import type { EventEmitter } from "node:events";
import type { Puppet } from "./open.ts";

type Store = EventEmitter & { close(): Promise<void> };
type Keeps = { _payloadStore?: Partial<Record<"contact" | "roomMember" | "room", { levelDb: Store }>> };

/** What the client of a puppet server keeps on disk, from a login to its logout: each is open to one at a time. The client neither
 *  waits until they are closed, nor hears that one cannot be opened, which would end the program. Other puppets have none. */
export function storesOf(puppet: Puppet): Store[] {
  const { contact, roomMember, room } = (puppet as unknown as Keeps)._payloadStore ?? {};
  return [contact, roomMember, room].flatMap((each) => each?.levelDb ?? []);
}
