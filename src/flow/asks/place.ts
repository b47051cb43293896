import type { Ask, Spotted } from "../ask.ts";

const POINT = /(-?\d{1,2}\.\d{2,8})\s*[,，]\s*(-?\d{1,3}\.\d{2,8})/u;
const HOME = /(?:[\d一二三四五六七八九十]{1,3}号?楼)(?:[\d一二三四五六七八九十]{1,2}单元)?(?:\d{2,4}(?:室|号)?)?/u;
const PLACE = /[\p{Script=Han}\d]{1,12}(?:会议室|广场|中心|医院|社区|小区|食堂|活动室|礼堂|大厅|车间|厂区|路口|大厦|公园)/u;

/** Where: a home (`3号楼2单元`), a place by name, or `纬度,经度`. */
export function place(): Ask<string> {
  const spot = (text: string): Spotted<string> | undefined => {
    const words = text.slice(0, 2000);
    const found = POINT.exec(words)?.[0] ?? PLACE.exec(words)?.[0].replace(/^[在到去来]/u, "") ?? HOME.exec(words)?.[0];
    return found === undefined ? undefined : { value: found.replace(/\s/gu, "").replace("，", ","), words: found };
  };
  return {
    kind: "place",
    read: (text) => {
      const value = spot(text)?.value ?? text.trim().slice(0, 100);
      return [...value].length < 2 ? { ok: false, say: "请说地点，例如“3号楼2单元”，或发个位置。" } : { ok: true, value };
    },
    spot,
    print: (value) => value,
    examples: ["3号楼2单元", "二楼会议室"],
  };
}
