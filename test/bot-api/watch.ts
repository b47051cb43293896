/** A wait that nothing ends says what it waited for. */
const PATIENCE_MS = 10_000;

/** Tests wait for what happens, never for time to pass: `changed` is called whenever something did. */
export type Watch = {
  changed: () => void;
  /** Resolves with what `look` finds, looking again after every change. */
  waitFor: <T>(what: string, look: () => T | undefined | false) => Promise<T>;
};

export function createWatch(patienceMs = PATIENCE_MS): Watch {
  const watchers = new Set<() => void>();
  return {
    changed() {
      for (const look of watchers) look();
    },
    waitFor: (what, look) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          watchers.delete(watch);
          clearTimeout(deadline);
        };
        const deadline = setTimeout(() => (end(), reject(new Error(`waited in vain: ${what}`))), patienceMs);
        const watch = (): void => {
          const found = look();
          if (found === undefined || found === false) return;
          end();
          resolve(found);
        };
        watchers.add(watch);
        watch();
      }),
  };
}
