import type { Ask } from "../ask.ts";
import { choosing } from "./named.ts";

/** One of these organisations, by name or by a part of it that fits no other. */
export const organisation = (names: readonly string[]): Ask<string> => choosing("organisation", names, "没有找到这个单位，请说名称。");
