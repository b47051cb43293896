import { NUMBER } from "../flow/asks/numerals.ts";

/** What needs mending or is to be brought in a home, the longer word first. */
const AT_HOME = new RegExp(
  "(灯泡|灯管|吊灯|路灯|灯|水龙头|水管|水表|马桶|热水器|电视机?|门锁|锁芯|防盗门|门把手|纱窗|窗户|窗帘|玻璃|锁|下水道|下水|地漏|空调|燃气灶|煤气灶|抽?油烟机|电饭锅|微波炉|暖气片|暖气|插座|开关|洗衣机|冰箱|电扇|电闸|门铃|厕所|淋浴|轮椅|拐杖|助听器|血压计|收音机|遥控器|手机|电脑|电动车|晾衣架|柜子|衣柜|沙发|床|降压药|感冒药|胰岛素|药|午饭|晚饭|早饭|中饭|盒饭|饭菜|饭|餐|鸡蛋|牛奶|青菜|蔬菜|水果|菜|大米|米|面粉|面条|食用油|面|油|盐|快递|包裹|被子|衣服|裤子|鞋|煤气罐|煤气)",
  "u",
);
/** What is asked for stands behind these: 捎点降压药, 要个会修电视的. */
const WANTED_AT_HOME = /(?:买|捎|带|取|拿|送|订|要|借|换|修|装|洗|缝|搬|抬|没|配)[^，,。！!？?]{0,10}/u;

/** What a request in a home is about. A sore leg and a hospital are no things. */
export const homeThingIn = (text: string): string | undefined => AT_HOME.exec(WANTED_AT_HOME.exec(text)?.[0] ?? "")?.[1] ?? AT_HOME.exec(text)?.[1];

const MEASURES =
  "吨|公斤|千克|斤|升|立方|方|平米|平方米?|米|台套|台|套|件|个|只|批|辆|条|根|张|块|箱|桶|袋|卷|车|部|组|片|把|支|双|瓶|罐|盘|副|艘|架|家|种|些|点儿?|公里|千瓦";
const MANY = String.raw`(?:大概|大约|约|每月|每年|长期|常年|大量|近期|急|一次|专业|主要|各种|各类)*(?:(?:${NUMBER}|几|若干|这|好几)(?:多|来|余|万|几)?(?:${MEASURES})|[批些点个台套](?:儿)?|十来(?:${MEASURES}))?`;
const NAME = String.raw`[\p{Script=Han}A-Za-z0-9φ+.\-]`;
/** Words behind which a thing bought or sold is named. The longer first. */
const VERBS =
  "代加工|来料加工|外协加工|外协|批量采购|采购|求购|收购|急购|订购|购买|想买|要买|买到|买|急需|急用|急寻|急求|求租|租用|租|借用|需要|想要|寻找|寻求|诚寻|寻|收|进货|进(?!口)|订|生产|制造|能做|会做|做|搞|能供|供应|供货|提供|供|承接|承揽|接|主营|经营|专营|销售|出售|转让|处理|出让|甩卖|清仓|压着|积压|存着|剩|新上了?|新投了?|刚上了?|装了|上了|有现货的?|新到|剩余|富余|多余|出(?!租|口|让|去|来|售)|要(?!求|的|联系|是|不|买|采购)|有(?!需|意|没|无|货的)|卖|定制|加工|找|用|缺|少";
const ASKED = String.raw`(?:谁家|哪家|哪个厂|哪里|哪儿|哪|谁|有没有|有无|链上|咱们?链上|群里)(?:企业|厂家|厂子|厂|家|公司|单位|同行|谁|哪家|人|地方)*(?:能|会|可以|可|有|在)*(?:${VERBS})+(?:得了|到|过)?`;
const FOUND = [
  new RegExp(`${ASKED}${MANY}(?:的)?(${NAME}{2,16})`, "gu"),
  new RegExp(`(?:${VERBS})(?:的|了)?${MANY}(?:的)?(${NAME}{2,16})`, "gu"),
  new RegExp(
    `(${NAME}{2,12}?)(?:谁有|谁家有|哪家有|哪里有|有没有|有吗|求购|采购|${NUMBER}(?:多|来)?(?:${MEASURES})|有?现货|有货|有库存|有多余|有富余|有剩|闲着|空着|空出来|有空档|富余|低价|便宜|出租|出售|转让)`,
    "gu",
  ),
];
/** Where the name of a thing ends. */
const BEHIND =
  /(?:的(?:吗|么|没有|厂家|厂子|企业|公司|联系|说|找|[，,。]|$)|吗|呢|吧|么|啊|呀|谁|哪|有货|有现|有没|有的|有需|有富|有空|有余|有档|有三|有两|有一|有几|需要|欢迎|联系|供货|供应商|厂家|厂子|公司|合作|回来|上来|上门|用于|用来|可以|想要|请|和我|价格|质量|规格|型号|数量|每月|长期|闲着|空着|闲置着|便宜|合适|急|低价|便宜|对外|出租|出售|转让|(?<![热水理面物气化])处理|现货|产能|服务|业务|订单|这块|这种|方面|之类|什么的|等(?!离子)|[两一三四五六七八九十百千\d]+(?:多|来)?(?:吨|台|套|件|个|只|辆|条|箱|桶|袋|卷|平|立方)|了|来料|谁能).*$/u;
/** Before the last 的 it is only described: 二手的注塑机, 会开数控车床的. */
const DESCRIBED = /^.*(?:闲置|现成|富余|多余|库存|剩余|靠谱|空着|用过|淘汰|剩|好|长期|稳定|各类|各种|优质|专业|小批量|大批|一批|一些|的)的?(?=.{2})/u;
const NOTHING =
  /^(?:我们?|你们?|他们?|咱们?|大家|一家|一下|一批|几家|人|企业|厂家|公司|供应商|合作|合作方|伙伴|朋友|需要|需求|东西|地方|哪|谁|什么|没有|没|能|会|可以|货|现货|库存|产能|一个|群里|链上|附近|设备闲|帮|办法|空|空档|的|信|消息|优惠|价格|活|接活|出|外|上|下|渠道|长期|大量|急需|采购|供应|加工|生产|服务|闲置|仓库|库里|手里|各种|各类|各种规格|二手|一台|富余|多余|三台|货的|线|源|.{1,3}有)$/u;
/** 找一家做包装的: what is looked for is what they make. */
const MAKING = /^(?:(?:收|租|借|买|进|订)(?:点|些)?(?=.{2})|(?:能|会|可以|专门?|可)*(?:做|生产|供应?|代?加工|搞|卖|提供|承接)(?=.{2}))/u;

/** What is bought or offered, without its number and what describes it. */
export function goodsIn(text: string): string | undefined {
  for (const pattern of FOUND)
    for (const [, said = ""] of text.matchAll(pattern)) {
      const name = said.replace(BEHIND, "").replace(DESCRIBED, "").replace(MAKING, "").replace(/的$/u, "");
      if ([...name].length >= 2 && !NOTHING.test(name) && !/^[\d.]+$/u.test(name)) return name;
    }
  return undefined;
}
