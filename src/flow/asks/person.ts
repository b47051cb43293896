import type { Ask } from "../ask.ts";
import { choosing } from "./named.ts";

/** One of these people, by name or by a part of it that fits nobody else. */
export const person = (names: readonly string[]): Ask<string> => choosing("person", names, "没有找到这个人，请说姓名。");
