import type { Sql } from "../../src/db/connect.ts";

type Then = Promise<unknown>["then"];

/** The same connection, one thing after the other: a query or transaction begins when the one before it is over. The driver
 *  sends several at once, and which of their answers come in one packet would decide who goes on first. */
export function oneByOne(sql: Sql): Sql {
  let last: Promise<unknown> = Promise.resolve();
  const after = <T>(run: () => PromiseLike<T>): Promise<T> => {
    const next = last.then(run, run);
    last = next.catch(() => {});
    return next;
  };
  /** A query runs when somebody waits for it. */
  const waiting = (query: object): object =>
    new Proxy(query, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key !== "then") return value instanceof Function ? (value.bind(target) as unknown) : value;
        return (...args: Parameters<Then>) => after(() => target as PromiseLike<unknown>).then(...args);
      },
    });
  return new Proxy(sql, {
    apply: (target, self, args) => {
      const made: unknown = Reflect.apply(target, self, args);
      return made instanceof Promise ? waiting(made) : made;
    },
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (!(value instanceof Function)) return value;
      if (key === "begin") return (...args: unknown[]) => after(() => Reflect.apply(value, target, args) as Promise<unknown>);
      if (key === "unsafe") return (...args: unknown[]) => waiting(Reflect.apply(value, target, args) as object);
      return value.bind(target) as unknown;
    },
  });
}
