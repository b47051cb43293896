const N = String.raw`(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[东南西北])`;
const HOUSEHOLD = new RegExp(
  String.raw`${N}(?:号楼|栋|幢|号院)(?:${N}单元)?(?:\d{2,4}(?:室|号|户)?)?|(?<![第])${N}单元(?:\d{2,4}(?:室|号|户)?)?|(?<!\d)\d{1,3}-\d{1,2}-\d{2,4}(?!\d)|(?<!\d)\d{3,4}(?:室|户)`,
  "u",
);

/** The building or flat, as said. */
export const householdIn = (text: string): string | undefined => HOUSEHOLD.exec(text)?.[0];

const SITE =
  "会议室|报告厅|会议中心|政务中心|服务中心|活动中心|党群中心|中心|广场|医院|社区|小区|活动室|阅览室|食堂|礼堂|大厅|车间|厂区|大厦|写字楼|公园|服务站|党群服务站|活动站|宾馆|酒店|学校|小学|中学|展厅|岗亭|门岗|门卫|卡口|路口|居委会|村委会|村委|大队部|园区|开发区|党校|体育馆|文化馆|博物馆|图书馆|纪念馆|展览馆|文化站|书屋|驿站|码头|车站|东门|西门|南门|北门|正门|大门口|门口|办公楼|教室|会客厅|多功能厅|凉亭|健身区|菜市场|超市";
/** A floor, but no home: 三楼, 5楼会议室. */
const FLOOR = String.raw`(?:\d{1,2}|[一二三四五六七八九十]{1,2})楼`;
/** 柳泉路108号, 3号门, 305 of a house: what is said behind the name. */
const ROOM = String.raw`(?:[东西南北]侧|(?:[A-Za-z]座)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[楼层](?:\d{3,4}(?:室|房间)?|${SITE})?|\d{3,4}(?:室|房间|会议室)?(?!\d|[人号万]))`;
const NAME = String.raw`(?:(?!这|那|哪|我|你|他|几|[上下]午|点|开会|[去来到在])[\p{Script=Han}\dA-Za-z]){0,8}`;
const ROAD = String.raw`(?:(?!这|那|哪|我|你|他|[去来到在])[\p{Script=Han}]){2,5}(?:路|街|大道|巷)\d{1,4}号?`;
const WHERE = String.raw`${NAME}(?:${FLOOR}(?:${SITE})?|(?:${SITE})(?:${ROOM})?)|${ROAD}`;
const LED = new RegExp(
  String.raw`(?:改到|改在|改成|改为|设在|定在|放在|挪到|换到|集合点|集合地|地点|地址|应该是|应为|应是|是|在|到|去|来)[是为：:改到在]*(${WHERE})`,
  "u",
);
/** Named without a word before it: 周六上午九点社区集合. */
const MEETING = new RegExp(
  String.raw`([\p{Script=Han}]{0,4}?(?:${SITE}|${FLOOR})(?:${ROOM})?)(?=开(?!发)|集合|集中|开会|见面?|碰头|签到|报到|举行|上岗|到岗|打卡|值班|举办|召开|办(?=讲|培|活|义)|搞(?=活|义|讲))`,
  "u",
);
/** A clause that is nothing but a place: 签到，西门岗亭. */
const ALONE = new RegExp(String.raw`(?:^|[，,。；;！!\s：:])(${WHERE})(?=$|[，,。；;！!\s])`, "u");
/** Towns around, and where children live: a place by its name alone. */
const TOWNS =
  /(张店|桓台|临淄|周村|博山|淄川|高青|沂源|淄博|济南|青岛|北京|上海|烟台|潍坊|威海|临沂|天津|广州|深圳|杭州|南京|苏州|重庆|成都|武汉|西安|海南|三亚|济宁|泰安|德州|聊城|滨州|东营|菏泽|枣庄|日照|莱芜|郑州|石家庄|太原|长沙|合肥|南昌|福州|厦门|宁波|无锡|大连|沈阳|长春|哈尔滨|昆明|贵阳|兰州|新疆|东北|广东|江苏|浙江|河南|河北|山西|安徽|内蒙|四川|云南)(?!路|街|银行|人|[话菜])/u;
const CLOCK = /^.*(?:上午|下午|中午|早上|晚上|点半?|[号日]|周[一二三四五六日])(?=.{2})/u;
const GENERIC = /^(?:中心|医院|学校|酒店|门口|车间|园区|厂区|小区|超市|公园|村委|大厅|开发区|社区|菜市场|车站|教室|路口|食堂)$/u;

/** A place by name. A hospital or a workshop that is not named is none; a community is where its people meet. */
export function placeIn(text: string): string | undefined {
  for (const found of [LED.exec(text)?.[1], MEETING.exec(text)?.[1]?.replace(CLOCK, ""), ALONE.exec(text)?.[1]?.replace(CLOCK, "")])
    if (found && (!GENERIC.test(found) || (found === "社区" && MEETING.test(text)))) return found;
  return TOWNS.exec(text)?.[1];
}
