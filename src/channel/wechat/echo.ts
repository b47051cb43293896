/** The platform shows the bot its own messages, which is the only word that they arrived where sending answers no id. */
export type Echoes = {
  /** What is about to be said: `undefined` for the words of a file. */
  expect(place: string, text: string | undefined): Expected;
  /** Something of ours came back. */
  heard(place: string, text: string | undefined, id: string): void;
};
type Expected = { within(ms: number): Promise<string | undefined>; drop(): void };
type Waiting = { place: string; text: string | undefined; resolve: (id: string) => void };

export function createEchoes(): Echoes {
  const waiting = new Set<Waiting>();
  return {
    expect(place, text) {
      const { promise, resolve } = Promise.withResolvers<string>();
      const one: Waiting = { place, text, resolve };
      waiting.add(one);
      const drop = (): void => void waiting.delete(one);
      return {
        drop,
        async within(ms) {
          let timer: NodeJS.Timeout | undefined;
          const late = new Promise<undefined>((resolveLate) => (timer = setTimeout(resolveLate, ms, undefined)));
          const id = await Promise.race([promise, late]);
          clearTimeout(timer);
          drop();
          return id;
        },
      };
    },
    heard(place, text, id) {
      for (const one of waiting) {
        if (one.place !== place || one.text !== text) continue;
        waiting.delete(one);
        return one.resolve(id);
      }
    },
  };
}
