import { knownIn, type Names, personIn, SURNAMES, TITLES } from "./names.ts";

const HAN = String.raw`[\p{Script=Han}]`;
const KINDS =
  "(?:股份|集团)?有限(?:责任)?公司|股份公司|集团公司|集团|公司|新材料|科技|化工|陶瓷|制药|药业|机械|电子|精工|精机|重工|实业|股份|电气|氟材|能源|食品|纺织|制造|石化|炼化|化纤|染坊|吊装|管业|线缆|微电子|半导体|炭黑|有机硅|重汽|商贸|工贸|铸造|锻造|钢铁|特钢|铝业|铜业|矿业|酒业|乳业|药厂|酒厂|建材|建工|置业|生物|医药|塑业|纸业|光电|泵业|服饰|家纺|牧业|种业|合作社|农商银行|农商行|商行|商会|协会|银行|律师事务所|律所|法律服务团|服务团";
const FIRM = new RegExp(
  `((?:${HAN}|[A-Za-z0-9]){1,10}?)(${KINDS})(?!公司|集团|有限|新材料|科技|化工|门|里|区|房|长(?!年|期|久)|家|子|安全|危废|原料|设备|专家|工程|加工|泵|件|大学|专业|局|部)`,
  "gu",
);
/** Where a name cannot go on to the left: it begins behind the last of these. */
const BEFORE =
  /^.*(?:我们?|你们?|他们?|咱们?|俺们?|大家|[是在从给让把被向对跟和与同找去到来的了请问帮叫由想要得应该有个家那这哪几某各每些们贷协调欠拿卖买问家]|通知|新来|说是|就是|还有|以及|隔壁|客户|甲方|供应商|一家|两家|老板|答应|起诉|缺|投诉|反映|看下|看看|查下|查查|问下|新来的|这里|我司|找|求个|求)/u;
/** Kinds of firms, not names of one. */
const GENERIC =
  /^(?:第?[一二三四五六七八九十\d]+|小|大|老|新|本|贵|分|子|母|总|全|该|外|对|对方|对家|兄弟|同行|外地|本地|上市|民营|国有|小微|初创|高新|创新|中小|现在|其他|所有|主办|合作|商业|开户|政策性|物流|运输|货运|快递|搬家|包装|保险|担保|建筑|施工|装修|物业|燃气|煤气|热力|自来水|供水|供电|电力|电网|外贸|贸易|广告|招聘|劳务|人力|评估|审计|检测|环保|设备|软件|网络|电商|生产|制造|加工|精细|绿色|氟|硅|化学|日用|食品|先进|特种|工程|精密|高端|智能|信息|重|轻|工|化|做|搞|跑|开|办|上|进|出|回|代工|模具|热处理|铸造|陶瓷|科技|机械|电子|市|区|省|县|纸箱|配套|龙头|绿色|数字|重点|投资|金融|融资|租赁|贷款|续贷|产业|合同|车|整|停|建|工业|天然气|猎头|水务|知识产权|专利|专利代理|环评|安评|能评|招标|会计|设计|咨询|监理|测绘|家政|保洁|钢铁|塑料|橡胶|化肥|印刷|纺织|服装|家具|家电|发电|水泥|石|水|酒|油|药|法律|志愿)$/u;
/** Letters that no firm is called by. */
const NO_BRAND =
  /[不没就都很太点款下啥么今一二三四五六七八九十可供急约排提能会做订找催拖卡断停人类懂离归派]|技术|机器|工艺|专业|合作|自称|假装|冒充|代表|适合|申报|评上|获得|儿子|女儿|闺女|侄|老公|同学|朋友|亲戚|政府|市里|省里|国外|外包|中介|租赁|建议/u;
const CHAIN = new RegExp(`(${HAN}{2,7})链(?!心|条|路|接|子|长|主|上企|锯|轮|霉)`, "u");
const NO_CHAIN = /(?:产业|供应|资金|资今|价值|全|各|整|本|我|哪|哪条|每条|一条|几条|区块|冷|补|强|延|建|上下游)$/u;
const WITH = new RegExp(
  `(?:跟|和|与|同|让|由)(${HAN}{2,5}?)(?=[他它家]?们?(?:想|要|能|可以)?(?:换|对调|对换|调换|互换|调个|先办|先来|先承办|顶|商量|说好|说定|掉个|谈好|一起|联合|交换))`,
  "u",
);
const OF = new RegExp(
  `(?:我们?是|我在|在|是|来自|新来的[，,]?|我们)(${HAN}{2,8}?)(?:的(?!儿子|女儿|闺女|侄|孙|邻居|家属|爱人)|上班|工作|当会计|做|办公室|人事部?|财务部?|采购部?|销售部?)(?=${HAN}|$|[，,。])`,
  "u",
);
/** Where who joins comes from: 市工信局, 桓台农商行, 三院, 红旗社区. */
const OFFICE = new RegExp(
  `(?:是咱?们?|在|来自|[，,。：:\\s]|我们是|这里是|^)(${HAN}{1,8}?(?:局|委|办事处|街道办|街道|工商联|商会|协会|联合会|研究院|研究所|事务所|支行|分行|合作社|管委会|服务中心|社区|居委会|村委会|村|镇政府|镇|学校|医院|法院|税务所|供电所|派出所|农商行|厂))(?=的|工作|上班|${HAN}{0,4}(?:科|股|室|部|办|窗口|主任|经理|会计|书记|专员|助理|干事)|书记|网格员|志愿者|[老小]${SURNAMES}|${SURNAMES}(?:${TITLES})|[，,。]|$)`,
  "u",
);
const SAYS = new RegExp(`^(${HAN}{2,4}?)(?:已?收到|已阅|知悉|收悉|确认收到|承办|主办|参加|报名)`, "u");
const PERSONAL = new RegExp(`^(?:[老小]?${SURNAMES}(?:${TITLES})|[老小]${SURNAMES})`, "u");
/** What a firm may make or deal in: of its name only behind letters that are no word. */
const SOFT =
  "材料|包装|物流|环保|环境|轴承|电缆|光伏|橡胶|阀门|仪表|仪器|电器|汽配|汽车|机电|水泥|印刷|软件|信息|塑胶|农业|家居|通信|建设|密封|焊接|玻璃|耐材|磁材|炭素|碳素|氟业|模具|铸件|装备|智能|传动|动力|热力|热电|水务|检测|泵阀|医疗|丝绸|新能源|医院|商场|超市";
const MADE = new RegExp(`(?:^|[，,。；;！!？?：:\\s]|我们|咱们|俺们|俺是|是|跟|和|与|被|让|找|去|给|把|通知|在)(${HAN}{2,3})(${SOFT})(?!的?人员|工)`, "u");
/** Where a firm is named by two or three letters, it is the one who does, owes or is asked something. */
const BRANDED = new RegExp(
  [
    `(?:^|[，,。；;！!？?：:\\s]|我们|咱们|俺们|跟|和|与|由|被|让|是|找|去|给|把|通知|告诉|提醒|看下|看看|查下|问问?|问下|就|只有|还有|供货商|供应商|客户|甲方|同行|隔壁|链上的?|企业|老板|对方)`,
    `(${HAN}{2,3}?)`,
    "(?=欠|拖欠|拖着|也(?:一样|是|有|没|想|遇|碰|要|贷|招)|的(?:货|尾款|老板|贷款|款|产品|设备|质量|问题|会计|单子|材料)|把我|收到|已阅|知悉|同意|承办|主办|来(?:办|承|主)|去(?:[一两二三四五六\\d]|不)|换|参加|参不|那边|这边|那期|轮空|报(?:名|的)|还没|没(?:回|收|交|报|来|确认)|不(?:给|付|结|供|肯|认)|抄|侵|仿|违约|毁约|单方面|断供|涨价|说好|商量|互换|对调|(?:这|本|下)(?:期|次|轮)|回了|确认|供的?货|供的|是(?:哪|几|高|小|国|规)|先(?:来|办)|今年|那笔|那单|请求|申请|能不能|老板|排污|的(?:合同|事|[老小])|缺|想(?:约|请|换|跟|问|报)|和[\\p{Script=Han}]{2,5}[，,、])",
  ].join(""),
  "u",
);
/** One of the letters at least that names of firms are made of. */
const AUSPICIOUS =
  /[森荣恒泰华瑞岭金鼎丰鑫隆盛达宏远康宝诚信源昌兴旺利运德顺祥福海龙凤鹏翔飞腾博科创联众力星辉煌嘉吉庆永正齐鲁润泽泓晟昊晨曦旭佳美亚欧环宇裕卓越凯旋汇聚坤泉玉锦绣雅慧鸿铭亿立圣伟胜强固奥迪特克斯诺普赛尔维蓝银江淄川英迈帆杭柳染山石新世纪天万唐骏东岳重富贵长城清润秦晋豫冀浙]/u;
const NO_BRANDED =
  /[的了是在我你他她它们咱俺不没这那有也都就还要来去说给跟和与谁哪么吗呢吧啊个什几多少很太]|^[一二三四五六七八九十两几老小上下前后今明昨]|[们人员工厂家司会长总方户商链队组村里边]$|^[转请查想价厂好改退报申找派归看听说走做办接让叫到再先又已刚快真最更全各每另其该此]|^(?:人社|城建|税务|环保|工信|发改|财政|审批|供电|消防|应急|住建|交通|教育|民政|公安|法院|海关|街道|社区|新上|金额|重点|重新|长期|天天|新来|新厂|新闻|利息|信用|联系|立马|科技|科长|特别|强烈|海外|万一|石头|市里|省里|区里|厂里|公司|企业|银行|客户|国庆|北方|南方|森林|已经|现在)/u;
/** 东方, 长城, 远大: a word that firms are called by too; 天然气, 安装, 园林 before 公司 is a kind. */
const NOBLE = /^[东西南北方光明长城华联国民平安和成大远高中新世纪天地金银山海江河润泰达信诚恒盛兴隆丰瑞康宏宝源利永福星龙凤凯旋鼎森荣祥正圣博]+$/u;
const BANKS = /农业|建设|工商|中国|招商|交通|邮储|邮政储蓄|平安|民生|兴业|光大|浦发|华夏|中信|恒丰|齐商|齐鲁|青岛|广发/u;
const segmenter = new Intl.Segmenter("zh-Hans-CN", { granularity: "word" });
/** 蓝帆 falls into letters where 客户 is a word. A person is none. */
const isBrand = (letters: string): boolean =>
  AUSPICIOUS.test(letters) &&
  !NO_BRANDED.test(letters) &&
  !PERSONAL.test(letters) &&
  !personIn(`我叫${letters}`) &&
  [...segmenter.segment(letters)].every(({ segment }) => segment.length < letters.length);
const NOBODY =
  /新来|新加入|刚|替|代|帮|收到|知道|看到|都|全|张店|桓台|淄博|后面|前面|下一?家|上一?家|前一|后一|隔壁|对方|他|她|你|我|咱|别|哪|谁|这|那|邻居|人家|大家|社区|医院|学校|居委|村|楼|单元|链上|企业$|产业|市里|车间|现在|已经|通知|消息|文件|材料|老板|领导|专员|专家|采购|会计|志愿|二队|三队|一队|[一二三四五六七八九十]组|(?:前|后|上|下)一|最近|今天|明天|下周|下期|本期|期|月|书记|主任|好的|好[嘞滴咧勒]|得嘞|已|均|嗯|确认|可以|同意|愿意|没问题/u;

/** A firm or a chain by its name: 氟硅链, 恒泰科技, 金鼎 where it stands as a firm does. A kind of firm, 物流公司, is none. */
export function organisationIn(text: string, intent: string, names?: Names): string | undefined {
  const [chain, firm] = [chainIn(text), firmIn(text)];
  return knownIn(text, names?.organisations) ?? (intent === "join" ? (firm ?? chain) : (chain ?? firm)) ?? bareIn(text, intent) ?? brandIn(text);
}

/** 园林公司: an ordinary word before the kind. */
const isKind = (brand: string, kind: string): boolean =>
  /^(?:公司|集团|科技|银行)$/u.test(kind) && !NOBLE.test(brand) && !BANKS.test(brand) && [...segmenter.segment(brand)].length === 1;

function chainIn(text: string): string | undefined {
  const name = CHAIN.exec(text)?.[1]?.replace(
    /^.*(?:通知|提醒|看看|查查|列出|导出|汇总|我们|咱们|目前|现在|[给把向对查看问在跟和与的由请让到是我咱报发叫了])/u,
    "",
  );
  return name && name.length >= 2 && !NO_CHAIN.test(name) && !/[一下约几哪么的]/u.test(name) ? `${name}链` : undefined;
}

function firmIn(text: string): string | undefined {
  for (const [, said = "", kind = ""] of text.matchAll(FIRM)) {
    // 润和科技: 和 is of the name where nothing would be left behind it.
    const behind = said.replace(BEFORE, "");
    const brand = behind.length > 1 || !said.endsWith("和") ? behind : said.replace(/^.*(?:[是叫在给跟向让把问的]|通知)/u, "");
    if ([...brand].length >= leastOf(kind) && !isKind(brand, kind) && !GENERIC.test(brand) && !NO_BRAND.test(brand)) return brand + kind;
  }
  return undefined;
}

/** A firm called by its first letters only, where the sentence has room for nothing but a firm. */
function bareIn(text: string, intent: string): string | undefined {
  const found = intent.startsWith("rota.")
    ? WITH.exec(text)?.[1]
    : intent === "join"
      ? (OFFICE.exec(text)?.[1] ?? OF.exec(text)?.[1])
      : intent === "receipt"
        ? SAYS.exec(text)?.[1]
        : undefined;
  if (intent === "join" && found && OFFICE.exec(text)?.[1] === found && [...found].length > 2) return found;
  return found && !NOBODY.test(found) && !PERSONAL.test(found) && !personIn(`${found}，`) && !personIn(`我叫${found}`) ? found : undefined;
}

function brandIn(text: string): string | undefined {
  const [, made = "", kind = ""] = MADE.exec(text) ?? [];
  if (made && isBrand(made)) return made + kind;
  const found = BRANDED.exec(text)?.[1];
  return found && isBrand(found) ? found : undefined;
}

/** 市法律服务团 is one by its kind. */
const leastOf = (kind: string): number => (kind.endsWith("服务团") ? 1 : 2);
