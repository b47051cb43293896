import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const PART = "凌晨|清晨|清早|一早|大早|早上|早晨|早|上午|中午|正午|晌午|下午|午后|傍晚|晚上|晚间|夜里|夜间|半夜|深夜|晚|夜";
const TIME = new RegExp(
  [
    String.raw`(?<part>${PART})?[\s，,]?(?:(?<![\d:.])(?<hours>\d{1,2})[:：](?<minutes>\d{2})(?![\d:])`,
    String.raw`|(?<![\d.第])(?<spoken>${NUMBER})\s*(?:点(?!建议|意见|要求|原因|问题|说明|情况|注意|不足|看法|经验|钱|利息|[多都也儿]?(?:没|不|就)|[一二三四五六七八九\d]+[万亿%])|时(?![间候机代期常而时不]))`,
    String.raw`(?<rest>\s*(?:半|一刻|三刻|[零〇]?${NUMBER}(?![个名位人户家天号月])分?|钟|整|多|左右|前|之前|以前))?)`,
  ].join(""),
  "gu",
);

/** A time of day, `HH:MM`: `九点半`, `下午三点`, `14:30`.
 *
 *  Where the part of the day is not said, an hour from one to five is of the afternoon: people meet and deliver then, not
 *  at night. `14:30` and `3:30` are taken as they stand. `一点` without more is a little of something. */
export function time(): Ask<string> {
  return {
    kind: "time",
    read: (text) => {
      const found = spot(text) ?? alone(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请说几点，例如“下午三点”。" };
    },
    spot,
    print: (value) => value,
    examples: ["下午三点", "9:30"],
  };
}

function spot(text: string): Spotted<string> | undefined {
  for (const found of looked(text).matchAll(TIME)) {
    const { part = "", hours, minutes, spoken = "", rest = "" } = found.groups ?? {};
    if (spoken === "一" && !part && !rest.trim()) continue;
    const hour = hours === undefined ? numberOf(spoken) : Number(hours);
    const value = hour === undefined ? undefined : clock(inDay(hour, part, hours !== undefined), minutes ? Number(minutes) : minutesOf(rest.trim()));
    if (value) return { value, words: found[0].trim() };
  }
  return undefined;
}

/** Asked for a time, `一点` and `9点` are one, and so is a plain hour. */
function alone(text: string): { value: string } | undefined {
  const hour = numberOf(/^(.{1,3}?)(?:点|时)?[。！!吧]?$/u.exec(looked(text).trim())?.[1] ?? "");
  const value = hour === undefined || !Number.isInteger(hour) ? undefined : clock(inDay(hour, "", false), 0);
  return value ? { value } : undefined;
}

function minutesOf(rest: string): number {
  if (rest === "半") return 30;
  if (rest.endsWith("刻")) return rest.startsWith("三") ? 45 : 15;
  return numberOf(rest.replace(/^[零〇](?=.)|分$/gu, "")) ?? 0;
}

/** The hour of 24 that an hour of a part of the day is. */
function inDay(hour: number, part: string, written: boolean): number {
  if (/凌晨|清|早|上午/u.test(part)) return hour === 12 && part === "凌晨" ? 0 : hour;
  if (/下午|午后|傍晚/u.test(part)) return hour < 12 ? hour + 12 : hour;
  if (/午|晌/u.test(part)) return hour < 10 ? hour + 12 : hour;
  // After midnight people still say 晚上一点 and 半夜两点.
  if (/晚|夜/u.test(part)) return hour >= 5 && hour < 12 ? hour + 12 : hour === 12 ? 0 : hour;
  return !written && hour >= 1 && hour <= 5 ? hour + 12 : hour;
}

const clock = (hour: number, minute: number): string | undefined =>
  Number.isInteger(hour) && hour <= 24 && Number.isInteger(minute) && minute <= 59
    ? `${String(hour % 24).padStart(2, "0")}:${String(minute).padStart(2, "0")}`
    : undefined;
