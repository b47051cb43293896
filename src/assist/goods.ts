import { NUMBER } from "../flow/asks/numerals.ts";

const MEASURES =
  "吨|公斤|千克|斤|升|立方|方|平米|平方米?|平|米|台套|台|套|件|个|只|批|辆|条|根|张|块|箱|桶|袋|卷|车|部|组|片|把|支|双|瓶|罐|盘|副|艘|架|家|种|些|点儿?|公里|千瓦";
const AMOUNT = String.raw`(?:${NUMBER}|几|若干|这|那|好几|半)(?:多|来|余|万|几)*(?:${MEASURES})`;
/** What stands between a verb and the name of a thing. */
const MANY = new RegExp(
  String.raw`^(?:的|了|着|过|到|上|出|一下|大概|大约|约|每月|每年|年|长期|常年|长年|大量|近期|急|一次|专业|主要|专门|各种|各类|各式|点儿?|些|批|个|台|套|只|(?:闲置|闲着|空着|富余|多余|多出来|用剩|剩余|积压|用不着|现成|免费)的?|(?:长期)?(?:合作|靠谱|便宜点?|实惠|稳定|可靠|正规|专业|有资质|用过)的|${AMOUNT}|十来(?:${MEASURES}))+`,
  "u",
);
/** Behind these a thing bought or sold is named, by how sure that is. The longer first. */
const VERBS: readonly [number, RegExp][] = [
  [
    3,
    /代加工|来料加工|外协加工|外协|采购(?!部|员|科|经理|主管|计划)|求购|收购|急购|外购|购置|订购|购买|想买|要买|买到|急需|急用|急寻|急求|跪求|求租|租用|生产|制造|供应|供货|提供|承接|承揽|主营|经营|专营|销售|出售|转让|出让|甩卖|清仓|积压|定制|专做|维修|修理|代理|批发|研发|代工|要货|进货(?!价)|配一批|订一批/gu,
  ],
  [
    2,
    /寻摸|淘换|诚寻|诚征|征集|寻找|寻求|需要|想要|借用|能做|会做|可做|做|能修|会修|修|能供|压着|存着|堆着|新上|新投|刚上|装了|有现货|新到|剩余|富余|多余|收|买|租|借|卖|订|要的|用的|要(?!求|的|联系|是|不)|有(?!需|意|没|无|货的|要|限|关)|找|换|缺|寻|供|承包/gu,
  ],
  [
    1,
    /主要?产品是|产品有|搞|接|处理|出(?!租|口|让|去|来|售|厂)|剩|用|上(?!门|来|去|市|班|述|下|午|海|岗|周|月|次|个|面|游|级|报|网)|进(?!口)|加工|少|推荐|征|求|匀|割|产(?!品|能|业|线|量|出|废|区|地|后)/gu,
  ],
];
/** What such things are called by at the end. */
const HEAD =
  /(?:[机器管阀箱桶板材料粉剂胶酸碱盐氨气油布膜丝线缆泵炉罐釜塔车床件具垫圈片瓶袋纸钢铁铝铜锌泥石砂砖瓷轴承柜仪表屏芯灯架盘带绳网服鞋帽套房库漆盒盖模钙钠钾氟硅氯烯醇酮酯醚苯脂壳轮珠球棉毡刀钻链杆棒锭粒煤炭焦渣水液浆罩座头门窗梯皮套毯旗吊秤票]|法兰|玻璃|手套|电机|厂房|仓库|场地|车间|橡胶|塑料|涂料|溶剂|陶瓷|模具|加工|检测|检验|监测|化验|运输|物流|仓储|冷链|货运|切割|焊接|喷涂|喷漆|喷砂|电镀|热处理|镀锌|打印|印刷|探伤|设计|安装|维修|保养|编程|软件|系统|分析|诊断|处置|回收|评估|环评|安评|认证|校准|铸造|锻造|车削|钣金|工作站|机器人|机组|中心|平台|配件|地坪|工程|施工|包装|印刷|灌装|贴片|抛光|除锈|防水|审计|镀膜|装修|[A-Z]{2,})$/u;
/** Where the name of a thing ends. */
const BEHIND =
  /(?:的(?:吗|么|没有?|有|施工队|队伍|厂家|厂子|企业|公司|单位|团队|师傅|老板|地方|联系|说|找|可以|就|价|$)|吗|呢|吧|么|啊|呀|呗|没(?:有)?$|推荐|介绍|谁|哪|有货|有现|有没|有的|有需|有富|有空|有余|有档|有三|有两|有一|有几|需要|欢迎|联系|供货|供应商|厂家|厂子|厂(?!房)|公司|单位|机构|团队|合作|回来|上来|上门|放货|用于|用来|用不|可以|可供|可接|想要|请|和我|不错|价格|质量|规格|型号|数量|幅宽|每月|长期|闲着|空着|空出|闲置着|便宜|合适|急|低价|对外|出租|出售|招租|转让|(?<![热水理面物气化])处理|现货|产能|服务|业务|订单|这块|这种|方面|之类|什么的|等(?!离子)|按|要(?=处理|出|卖|转)|不用了|国外|断供|断货|老化|不行|不够|年后|年前|空了|空一|打[七八九]|给群|代工|来样|来图|给咱|给我|[两一三四五六七八九十百千万\d]+(?:多|来|余)?(?:吨|台|套|件|个|只|辆|条|箱|桶|袋|卷|平|立方|块|片)|(?<=.{2})左右|了|来料|谁能|(?<![节智性功产储新光热电机万])能(?!耗|量|源)|(?<=.{2})[A-Z]{1,3}\d+).*$/u;
/** Before the last 的 it is only described: 二手的注塑机, 会开数控车床的. */
const DESCRIBED =
  /^.*(?:闲置|现成|富余|多余|库存|剩余|靠谱|空着|用过|用剩|淘汰|积压|剩|好|长期|稳定|各类|各种|优质|专业|小批量|大批|一批|一些|台|的)的?(?=.{2})/u;
/** 厂房的设计安装: what is done to it is not it. */
const DONE_TO_IT = /^(.{2,})的(?:设计|安装|加工|制作|制造|生产|维修|保养|销售|批发|供应|供货|回收|运输|配送|租赁|采购|定制|研发|和|及|与)/u;
const NOTHING =
  /^(?:我们?.*|你们?.*|他们?.*|咱们?.*|俺们?.*|大家|一家|一下|一批|几家|人|企业|厂家|公司|供应商|合作|合作方|伙伴|朋友|同行|需要|需求|东西|地方|本地|哪|谁.*|什么|没有|没|能|会|可以.*|货|现货|库存|产能|一个|群里|链上.*|附近|设备闲|帮|办法|空|空档|空车|活|的|信|消息|优惠|价格|接活|出|外|上|下|渠道|长期|大量|急需|采购|供应|加工|生产|服务|闲置|仓库|库里|手里|各种|各类|各种规格|二手|一台|富余|多余|三台|货的|线|源|出厂价|订单|需求量|车间|[月年日]产.*|产.+|有.?|要.?|刚.+|.?月?需|.*替代|国产|进口|是.+|这个.*|.*[一二三四五六七八九十百\d]+年了?|.{1,3}有|单位|团队|厂子|资质|资质齐全|经验|.*(?:就行|都行|也行|也中|言语.*|一声))$/u;
/** No thing is called with these. */
const TALK = /[我你他她谁哪吗呢吧很太就都还也不没说想]|可以|一声|怎么|什么|上门|联系|报价|价格|便宜|优惠|随叫随到/u;
/** 找一家做包装的: what is looked for is what they make. */
const MAKING = /^(?:(?:收|租|借|买|进|订)(?:点|些)?(?=.{2})|(?:能|会|可以|专门?|可)*(?:做|生产|供应?|代?加工|搞|卖|修|提供|承接|研发)(?=.{2}))/u;
/** Before these stands the thing itself: 纸箱可以送货, 氮气用不完, 叉车谁有. */
const AHEAD = new RegExp(
  String.raw`^(?:.*(?:我们?|咱们?|俺们?|本)(?:家|厂|公司|这儿|这边|这|司)?(?:的|有|里)?|.*(?:家|厂|仓库|库|手|公司|车间)里?(?:的|有|还有|存着|压着)?|.*(?:要货|收|出|有)[:：]?)?(.{2,12}?)(?:谁有|谁家有|谁供|谁做|哪家有|哪家做|哪里有|哪有|有没有|有吗|有做的|有卖的|求购|采购|大概|大约|(?<![\d有要出卖买租缺收剩着])${AMOUNT}|有?现货|有货|有库存|有多余|有富余|有剩|用不完|闲着|空着|空出来|有空档|开不满|富余|低价|便宜|出租|招租|出售|转让|可以|可(?=送|租|接|外)|能(?=送|租|接|干))`,
  "u",
);
const CLAUSES = /[，,。；;！!？?、：:\s“”"「」()（）]+/u;

type Candidate = { name: string; score: number };

/** What is bought or offered, without its number and what describes it: of all that the clauses may name, what is most like a
 *  thing and stands behind the surest word. */
export function goodsIn(text: string): string | undefined {
  const found = text
    .split(CLAUSES)
    .filter((clause) => clause.length > 1)
    .slice(0, 12)
    .flatMap((clause, at) => namedIn(clause).map(({ name, score }) => ({ name, score: score - at / 2 })));
  return found.reduce<Candidate | undefined>((best, each) => (best && best.score >= each.score ? best : each), undefined)?.name;
}

/** 两台注塑机: what is only counted. */
const COUNTED = new RegExp(`${AMOUNT}的?(.{2,})`, "u");

function namedIn(clause: string): Candidate[] {
  const behind = VERBS.flatMap(([weight, verbs]) => [...clause.matchAll(verbs)].map((verb) => ({ said: clause.slice(verb.index + verb[0].length), weight })));
  const ahead = AHEAD.exec(clause)?.[1];
  const alone = COUNTED.exec(clause)?.[1];
  return [...behind, { said: ahead ?? "", weight: 2 }, { said: alone ?? "", weight: 2 }, { said: clause, weight: 0 }].flatMap(({ said, weight }) => {
    const name = nameOf(said);
    if (!name || (weight === 0 && !HEAD.test(name))) return [];
    return [{ name, score: weight - (weight ? 0 : 1) + (HEAD.test(name) ? 3 : 0) - (TALK.test(name) ? 3 : 0) - (name.length > 9 ? 2 : 0) }];
  });
}

function nameOf(said: string): string | undefined {
  const told = said.replace(MANY, "");
  const name = (DONE_TO_IT.exec(told)?.[1] ?? told).replace(BEHIND, "").replace(DESCRIBED, "").replace(MANY, "").replace(MAKING, "").replace(/的$/u, "");
  return [...name].length >= 2 && !NOTHING.test(name) && !/^[\d.]+$/u.test(name) ? name : undefined;
}
