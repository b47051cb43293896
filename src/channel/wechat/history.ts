const MAX_ROOMS = 500;
const MAX_IN_ROOM = 200;

type Said = { id: string; name: string; text: string; mine: boolean };
/** What was lately said in each room: a quote is found again here. */
export type History = { remember(room: string, said: Said): void; find(room: string, name: string, text: string): Said | undefined };

export function createHistory(): History {
  const rooms = new Map<string, Said[]>();
  return {
    remember(room, said) {
      const list = rooms.get(room) ?? [];
      if (list.some((each) => each.id === said.id)) return;
      list.push(said);
      if (list.length > MAX_IN_ROOM) list.shift();
      rooms.delete(room);
      rooms.set(room, list);
      const oldest = rooms.size > MAX_ROOMS ? rooms.keys().next().value : undefined;
      if (oldest !== undefined) rooms.delete(oldest);
    },
    // Long words are quoted shortened.
    find: (room, name, text) =>
      rooms
        .get(room)
        ?.findLast((each) =>
          each.text === text || (text.length >= 20 && each.text.startsWith(text.replace(/(?:…|\.{3})$/u, ""))) ? each.name === name || each.mine : false,
        ),
  };
}
