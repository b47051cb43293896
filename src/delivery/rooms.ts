/** Which rooms this process carries lines to. One process a room at a time: what is said there keeps its order. */
export type Rooms = {
  /** Makes rooms with something due ours, at most so many; undefined: every room there is. `woken`: something new may be due. */
  take(now: number, most: number, woken: boolean): Promise<number[] | undefined>;
  /** Nothing is left to carry there now. */
  release(room: number): void;
  /** The room is still ours: asked before each line. */
  holds(room: number): boolean;
  /** Those that are ours now; undefined: every room there is. */
  held(): number[] | undefined;
  /** Of the rooms just taken, those whose last holder went away without a word. */
  orphaned(rooms: readonly number[]): number[];
};

/** One process alone on its database: plays, and the embedded server. */
export const everyRoom: Rooms = {
  take: async () => undefined,
  release: () => {},
  holds: () => true,
  held: () => undefined,
  orphaned: () => [],
};

/** A process that speaks nowhere: others do. */
export const noRoom: Rooms = { ...everyRoom, take: async () => [], holds: () => false, held: () => [] };
