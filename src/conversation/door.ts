import type { Heard } from "../channel/port.ts";
import { clean } from "../db/text.ts";

/** What was heard, its ids and names as they will be kept: what is kept is found again by them. */
export function atTheDoor(heard: Heard): Heard {
  const { key, where, from } = heard;
  const names = { key, where, from, ...("who" in heard ? { who: heard.who } : {}), ...("to" in heard ? { to: heard.to } : {}) };
  return isClean(names) ? heard : { ...heard, ...cleanly(names) };
}

const isClean = (names: object): boolean =>
  Object.values(names).every((each) => (typeof each === "object" && each !== null ? isClean(each as object) : each === cleanly(each)));

function cleanly<T>(value: T): T {
  if (typeof value === "string") return clean(value) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, cleanly(each)])) as T;
}
