import { amongColleagues } from "./among-colleagues.ts";
import { amongNeighbours } from "./among-neighbours.ts";
import { inPassing } from "./in-passing.ts";
import { betweenTwo } from "./between-two.ts";
import { hearsay } from "./hearsay.ts";
import { hint, type IntentWords } from "./intent-words.ts";
import { sameWords } from "./same-words.ts";
import { smallTalk } from "./small-talk.ts";

/** Words of leisure, kin and jest: whoever says them is mostly not talking to a bot, whatever else is in the sentence. */
const LEISURE =
  /哈哈|嘿嘿|呵呵|嘻嘻|笑死|搞笑|[真太]逗|好笑|抖音|朋友圈|公众号|追剧|电影|电视剧|综艺|球赛|麻将|打牌|斗地主|火锅|烧烤|麻辣烫|奶茶|咖啡|请客|喝酒|聚餐|彩票|股票|基金涨|房贷|车贷|房价|信用卡|我(?:同学|表[哥姐弟妹]|发小|闺蜜|老公|老婆|小舅子)|相亲|双十一|淘宝|拼多多|外卖|驾校|高考|作业|家长会|自驾|演唱会|明星|红包|广场舞|钓鱼|喜糖|恭喜|祝贺|生日快乐|羡慕/u;
/** Whose firm it is: not the speaker's. */
const THEIRS =
  /听说(?:他|她|隔壁|人家|哪)|据说|(?:他|她|人家|隔壁|对面|别)的?(?:们|家)?(?:公司|厂|单位|那家)|那家(?:公司|厂|店|银行)|人家|我(?:侄|外甥|姐夫|妹夫|朋友|亲戚)|现在的年轻人|你们?(?:公司|厂|单位)/u;
const OURS = /我们?(?:厂|公司|司|家|也|这|企业)|咱们?(?:厂|公司)|申报|政策|举报|低保|津贴|同样|一样|冒充|侵权|抄|欠|告/u;
const SENT =
  /我(?:已经?)?(?:发你|发群里|放你桌|放桌上|转你|传你|拍给你|给你捎|寄给你)|^(?:@\S{1,8}|[老小]\p{Script=Han}|\p{Script=Han}(?:哥|姐|师傅))[，,\s].{0,16}(?:你|吃|喝|下班|回头|一起|车)/u;
/** What is too grave to be taken for idle talk, and what speaks for an enterprise. */
const GRAVE =
  /晕|摔|胸|救命|煤气|着火|陌生|骗|撬|敲门|我们?厂|我司|我们公司|企业|通知|公告|塞|硬|没要|退了|推掉|志愿|老人|阿姨|大爷|奶奶|参加|出席|收到|没人应|平安|值班|住院|回来/u;

/** What is said near a bot and not to it. */
export const bystanders: IntentWords = {
  intent: "none",
  nearMiss: "早上好",
  examples: [...smallTalk, ...inPassing, ...amongColleagues, ...amongNeighbours, ...betweenTwo, ...hearsay, ...sameWords],
  rules: [hint(LEISURE, GRAVE), hint(SENT, GRAVE), hint(THEIRS, new RegExp(`${GRAVE.source}|${OURS.source}`, "u"))],
};
