import { knownIn, type Names, personIn, SURNAMES, TITLES } from "./names.ts";

const HAN = String.raw`[\p{Script=Han}]`;
const KINDS =
  "(?:股份|集团)?有限(?:责任)?公司|股份公司|集团公司|集团|公司|新材料|科技|化工|陶瓷|制药|药业|机械|电子|精工|精机|重工|实业|股份|电气|氟材|能源|食品|纺织|制造|银行|律师事务所|律所|法律服务团|服务团";
const FIRM = new RegExp(
  `((?:${HAN}|[A-Za-z0-9]){1,10}?)(${KINDS})(?!公司|集团|有限|新材料|科技|化工|门|里|区|房|长|家|子|安全|危废|原料|设备|专家|工程|加工|泵|件|大学|专业|局|部)`,
  "gu",
);
/** Where a name cannot go on to the left: it begins behind the last of these. */
const BEFORE =
  /^.*(?:我们?|你们?|他们?|咱们?|俺们?|大家|[是在从给让把被向对跟和与同找去到来的了请问帮叫由想要得应该有个家那这哪几某各每些们贷协调欠拿卖买问家]|通知|新来|说是|就是|还有|以及|隔壁|客户|甲方|供应商|一家|两家|老板|答应|起诉|投诉|反映)/u;
/** Kinds of firms, not names of one. */
const GENERIC =
  /^(?:第?[一二三四五六七八九十\d]+|小|大|老|新|本|贵|分|子|母|总|全|该|外|对|对方|对家|兄弟|同行|外地|本地|上市|民营|国有|小微|初创|高新|创新|中小|现在|其他|所有|主办|合作|商业|开户|政策性|物流|运输|货运|快递|搬家|包装|保险|担保|建筑|施工|装修|物业|燃气|煤气|热力|自来水|供水|供电|电力|电网|外贸|贸易|广告|招聘|劳务|人力|评估|审计|检测|环保|设备|软件|网络|电商|生产|制造|加工|精细|绿色|氟|硅|化学|日用|食品|先进|特种|工程|精密|高端|智能|信息|重|轻|工|化|做|搞|跑|开|办|上|进|出|回|代工|模具|热处理|铸造|陶瓷|科技|机械|电子|市|区|省|县|纸箱|配套|龙头|绿色|数字|重点|投资|金融|融资|租赁|贷款|续贷|产业|合同|车|整|停|建|工业|钢铁|塑料|橡胶|化肥|印刷|纺织|服装|家具|家电|发电|水泥|石|水|酒|油|药|法律|志愿)$/u;
/** Letters that no firm is called by. */
const NO_BRAND =
  /[不没就都很太点款下啥么今一二三四五六七八九十可供急约排提能会做订找催拖卡断停人类懂离归派]|技术|机器|工艺|专业|合作|自称|假装|冒充|代表|适合|申报|评上|获得|国外|外包|中介|租赁|建议/u;
const CHAIN = new RegExp(`(${HAN}{2,7})链(?!条|路|接|子|长|主|上企|锯|轮|霉)`, "u");
const NO_CHAIN = /(?:产业|供应|资金|资今|价值|全|各|整|本|我|哪|哪条|每条|一条|几条|区块|冷|补|强|延|建|上下游)$/u;
const WITH = new RegExp(
  `(?:跟|和|与|同|让|由)(${HAN}{2,5}?)(?=[他它家]?们?(?:想|要|能|可以)?(?:换|对调|对换|调换|互换|调个|先办|先来|先承办|顶|商量|说好|说定|掉个|谈好|一起|联合|交换))`,
  "u",
);
const OF = new RegExp(
  `(?:我们?是|我在|在|是|来自|新来的[，,]?|我们)(${HAN}{2,8}?)(?:的(?!儿子|女儿|闺女|侄|孙|邻居|家属|爱人)|上班|工作|当会计|做|办公室|人事部?|财务部?|采购部?|销售部?)(?=${HAN}|$|[，,。])`,
  "u",
);
const SAYS = new RegExp(`^(${HAN}{2,4}?)(?:已?收到|已阅|知悉|收悉|确认收到|承办|主办|参加|报名)`, "u");
const NOBODY =
  /新来|新加入|刚|替|代|帮|收到|知道|看到|都|全|张店|桓台|淄博|后面|前面|下一?家|上一?家|前一|后一|隔壁|对方|他|她|你|我|咱|别|哪|谁|这|那|邻居|人家|大家|社区|医院|学校|居委|村|楼|单元|链上|企业$|产业|市里|车间|现在|已经|通知|消息|文件|材料|老板|领导|专员|专家|采购|会计|志愿|二队|三队|一队|[一二三四五六七八九十]组|最近|今天|明天|下周|下期|本期|期|月|书记|主任|好的|嗯|确认|可以|同意|愿意|没问题/u;
const PERSONAL = new RegExp(`^(?:[老小]?${SURNAMES}(?:${TITLES})|[老小]${SURNAMES})`, "u");

/** A firm or a chain by its name: 氟硅链, 恒泰科技, 金鼎 where it stands as a firm does. A kind of firm, 物流公司, is none. */
export function organisationIn(text: string, intent: string, names?: Names): string | undefined {
  return knownIn(text, names?.organisations) ?? chainIn(text) ?? firmIn(text) ?? bareIn(text, intent);
}

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
    if ([...brand].length >= leastOf(kind) && !GENERIC.test(brand) && !NO_BRAND.test(brand)) return brand + kind;
  }
  return undefined;
}

/** A firm called by its first letters only, where the sentence has room for nothing but a firm. */
function bareIn(text: string, intent: string): string | undefined {
  const found = intent.startsWith("rota.")
    ? WITH.exec(text)?.[1]
    : intent === "join"
      ? OF.exec(text)?.[1]
      : intent === "receipt"
        ? SAYS.exec(text)?.[1]
        : undefined;
  return found && !NOBODY.test(found) && !PERSONAL.test(found) && !personIn(`${found}，`) && !personIn(`我叫${found}`) ? found : undefined;
}

/** 市法律服务团 is one by its kind. */
const leastOf = (kind: string): number => (kind.endsWith("服务团") ? 1 : 2);
