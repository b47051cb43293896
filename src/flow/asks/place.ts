import type { Ask, Spotted } from "../ask.ts";

const POINT = /(-?\d{1,2}\.\d{2,8})\s*[,，]\s*(-?\d{1,3}\.\d{2,8})/u;
const N = String.raw`[\d一二三四五六七八九十]`;
const HOME = new RegExp(`(?:(?:${N}{1,3}|[东南西北])(?:号?楼|栋|幢|号院|号岗亭?))(?:${N}{1,2}单元)?(?:\\d{2,4}(?:室|号|户)?|${N}{1,2}层)?`, "u");
const SITE =
  "会议室|报告厅|广场|中心|医院|社区|小区|食堂|活动室|礼堂|大厅|车间|厂区|路口|大厦|公园|党群服务站|服务站|宾馆|酒店|学校|展厅|阅览室|活动站|门卫|岗亭|居委会|村委会|园区|书屋|礼仪堂|文化站|驿站";
const PLACE = new RegExp(String.raw`[\p{Script=Han}\d]{1,12}(?:${SITE})(?:[东南西北]门)?`, "u");
/** What leads to a place and is not of it: `改到二楼会议室`, `我们在…`. */
const LEADING = /^.*(?:改到|改在|改成|改为|设在|定在|放在|就在|应该是|应是|在|到|去|来|是)(?=.{2})/u;

/** Where: a home (`3号楼2单元`), a place by name, or `纬度,经度`. */
export function place(): Ask<string> {
  const spot = (text: string): Spotted<string> | undefined => {
    const words = text.slice(0, 2000);
    const found = POINT.exec(words)?.[0] ?? PLACE.exec(words)?.[0].replace(LEADING, "") ?? HOME.exec(words)?.[0];
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
