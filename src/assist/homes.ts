const N = String.raw`(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[东南西北])`;
const HOUSEHOLD = new RegExp(
  String.raw`${N}(?:号楼|栋|幢|号院)(?:${N}单元)?(?:\d{2,4}(?:室|号|户)?)?|(?<![第])${N}单元(?:\d{2,4}(?:室|号|户)?)?|(?<!\d)\d{1,3}-\d{1,2}-\d{2,4}(?!\d)|(?<!\d)\d{3,4}(?:室|户)`,
  "u",
);

/** The building or flat, as said. */
export const householdIn = (text: string): string | undefined => HOUSEHOLD.exec(text)?.[0];

const SITE =
  "会议室|报告厅|会议中心|政务中心|服务中心|活动中心|党群中心|中心|广场|医院|社区|活动室|食堂|礼堂|大厅|车间|厂区|大厦|公园|服务站|宾馆|酒店|学校|展厅|岗亭|居委会|村委会|园区|党校|体育馆|图书馆|文化站|驿站|码头|东门|西门|南门|北门|门口";
/** A floor, but no home: 三楼, 5楼会议室. */
const FLOOR = String.raw`(?:\d{1,2}|[一二三四五六七八九十]{1,2})楼`;
const LED = new RegExp(
  String.raw`(?:改到|改在|改成|改为|设在|定在|放在|挪到|换到|集合点|地点|应该是|应为|应是|是|在|到|去)[是为：:改到]*((?:(?!这|那|哪|我|你|他|几)[\p{Script=Han}\d]){0,8}?(?:${FLOOR}(?:${SITE})?|(?:${SITE})))`,
  "u",
);
/** Named without a word before it: 周六上午九点社区集合. */
const MEETING = new RegExp(String.raw`([\p{Script=Han}]{0,4}?(?:${SITE}|${FLOOR}))(?=集合|集中|开会|见面?|碰头|签到|报到|举行)`, "u");
/** Towns around, and where children live: a place by its name alone. */
const TOWNS =
  /(张店|桓台|临淄|周村|博山|淄川|高青|沂源|淄博|济南|青岛|北京|上海|烟台|潍坊|威海|临沂|天津|广州|深圳|杭州|南京|苏州|重庆|成都|武汉|西安|海南|三亚)(?!路|街|银行|人)/u;
const CLOCK = /^.*(?:上午|下午|中午|早上|晚上|点半?|[号日]|周[一二三四五六日])(?=.{2})/u;
const GENERIC = /^(?:中心|医院|学校|酒店|门口|车间|园区|厂区)$/u;

/** A place by name. A hospital or a workshop that is not named is none. */
export function placeIn(text: string): string | undefined {
  const found = LED.exec(text)?.[1] ?? MEETING.exec(text)?.[1]?.replace(CLOCK, "");
  return found && !GENERIC.test(found) ? found : TOWNS.exec(text)?.[1];
}
