import type { Calendar } from "../../../src/calendar/working-time.ts";
import type { Directory, Limits } from "../../../src/people/index.ts";
import type { AlarmKind } from "./alarm.ts";

const DAY_MS = 86_400_000;

/** A limit by the wall clock, in milliseconds. */
export const wall = (limit: Limits["smiley_accept"]): number => limit.count * (limit.unit === "minutes" ? 60_000 : DAY_MS);

/** What whoever is asked should do, and how to answer. */
export const HOW: Record<AlarmKind, string> = {
  smiley: "请先打个电话，打不通就上门看看。能去请回“接单”，去不了请回“去不了”。",
  unwell: "请联系老人看看，要紧就拨打120。能去请回“接单”，去不了请回“去不了”。",
  emergency: "请先拨打120，再马上联系、上门。能去请回“接单”，去不了请回“去不了”。",
};

export const namesOf = (people: readonly number[], directory: Directory): string => people.map((each) => directory.person(each).name).join("、");

/** `08:30` */
export const timeOf = (at: number, calendar: Calendar): string => calendar.print(at).slice(-5);

/** 早上好 or 您好, as the hour has it. */
export const greeting = (at: number, calendar: Calendar): string => (timeOf(at, calendar) < "11:00" ? "早上好" : "您好");

/** A fall or a pain, in whatever words: what an elder tells the bot of themselves is believed before it is understood. */
const HURT =
  /摔|跌[了倒跤到]|滑倒|绊倒|栽[了倒]|磕[了着破]|[疼痛晕麻肿喘憋]|心慌|想吐|呕吐|吐了|发烧|发热|拉肚子|抬不起|动不了|动弹不|起不来|下不了床|站不[起住稳]|没力气|没劲|流血|出血|难受|不舒服|不得劲/u;
const EASED = /[不没](?:怎么|太|再|咋)?(?:疼|痛|晕|麻|肿|喘|憋|慌|吐|发烧|难受|摔|跌)了?|没事|好(?:多|些|点)?了/gu;
const NOT_NOW =
  /以前|过去|当年|年轻|小时候|去年|前年|听说|电视|新闻|手机上|别人|人家|邻居|隔壁|对门|楼[上下]|老伴|[他她你]|[狗猫]|心疼|麻烦|麻将|麻花|麻酱|麻辣|芝麻|痛快|疼爱|头疼医|孙|娃|闺女|女儿|儿子|媳妇/u;

const remains = (text: string): boolean => HURT.test(text.replaceAll(EASED, ""));
/** 今天腿不疼了: that it is over, and nothing else. */
export const eased = (text: string): boolean => text.search(EASED) >= 0 && !remains(text);
export const hurts = (text: string): boolean => remains(text) && !NOT_NOW.test(text);
