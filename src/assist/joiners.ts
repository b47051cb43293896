import { SURNAMES, TITLES } from "./names.ts";

/* Who joins says little else than who they are and where from: there a name may be made of any letters, and a firm is what
   stands where a firm is said. */

const HAN = String.raw`[\p{Script=Han}]`;
const POSTS =
  "厂长|站长|社长|所长|校长|园长|队长|主任|书记|经理|总监|会计|出纳|文员|专员|干事|科员|网格员|志愿者|理事长|秘书长|老师|教授|律师|医生|护士|工程师|师傅|采购|销售|业务员|信贷员|调度|质检|老板|法人|负责人|助理|顾问|内勤|办事员|技术员|管理员|人事|行政";
const DEPARTMENT = `(?:${HAN}{1,5}?(?:部|处|科|股|室|办|组|车间|中心|窗口))`;
const SEAT =
  "有限公司|股份公司|集团公司|集团|公司|新材料|科技|化工|化学|陶瓷|瓷业|窑业|制药|药业|机械|电子|精工|精机|精密|重工|重机|实业|股份|电气|电器|电源|能源|食品|饮料|乳业|奶业|酒业|粮油|油脂|纺织|印染|纺机|家纺|服饰|服装|制造|石化|炼化|化纤|管业|线缆|电缆|微电子|半导体|传感|仪表|仪器|商贸|工贸|铸造|铸锻|锻造|钢铁|特钢|铝业|铝材|铜业|矿业|药厂|酒厂|建材|石材|五金|建工|置业|生物|医药|塑业|橡塑|橡胶|塑料|纸业|印务|包装|光电|光学|泵业|泵阀|阀门|密封|机床|模具|轴承|齿轮|玻璃|玩具|家具|家居|木业|物流|货代|货运|速运|环保|气体|软件|自动化|机器人|无人机|检测|证券|保险|担保|租赁|牧业|种业|农业|饲料|肥业|果蔬|冷链|合作社|农场|农商行|农信社|信用社|银行|支行|分行|商行|商会|协会|联合会|工商联|律师事务所|律所|服务团|事务所|研究院|研究所|设计院|大学|学院|中学|小学|幼儿园|医院|卫生院|诊所|养老院|法院|派出所|供电所|税务所|管委会|居委会|村委会|镇政府|办事处|街道办|街道|社区|服务中心|活动中心|体检中心|服务站|车队|超市|饭店|酒店|局|委|镇|村|厂|社";
/** Before a firm stands what is no part of its name. */
const AHEAD =
  /^.*?(?:你好链心|链心|大家好|各位好|自我介绍一下|我们?(?:公司|单位|厂子|企业|厂)?(?:这边|这儿|这里|家)?(?:是|叫|在|来自|代表)|俺们?(?:是|在)?|本人(?:是|在)?|这里是|(?:企业|单位|公司|厂子)(?:叫|是|名称?)?[:：]?|来自|代表|现在在|就职于|供职于|以后|新来的|是|在)/u;
const FIRM = new RegExp(
  `^(${HAN}{1,11}?(?:${SEAT}))(?=$|的|这边|${DEPARTMENT}|(?:${HAN}{0,4}?)(?:${POSTS})|[老小]?${SURNAMES}|前来|在此|报|与|开|做|刚|加|干|跑|管|上班|工作)`,
  "u",
);
const NO_FIRM =
  /^(?:我|你|他|咱|俺|大家|各位|群|这|那|哪|某|本|一家|新|老|做|搞|干|跑|管|负责|行业|产业|物流|运输|检测|环保|包装|外贸|内贸)?(?:公司|集团|厂|社|村|镇|局|委|化工|机械|电子|食品|陶瓷|物流|协会|商会|环保|软件|检测|农业|银行|保险|五金|模具|包装)$|[谁吗呢吧啊]|^(?:我们?|他们?|你们?).*|帮|请问|怎么/u;

/** With those that are everyday words elsewhere: 万, 庄, 申. */
const NAME = `(?:欧阳|司徒|上官|诸葛|${SURNAMES}|[万庄申尚宗伍苗柏祝季童颜凌饶江应盛岑车管解路连花屈成米])${HAN}{1,2}`;
const CALLED = new RegExp(
  `(?:我叫|名叫|都叫我|叫我|名字[是叫：:]?|报名字[：:]?|姓名[：:]?|本人|联系人[：:]?|负责人[：:]?|我是)(?!姓)(${NAME})(?=$|[，,。！!；;\\s]|在)`,
  "u",
);
const NICKNAME = new RegExp(`(?:都叫我|大家叫我|叫我)(${HAN}{2,3})(?=$|[，,。！!就吧])`, "u");
const ALONE = new RegExp(`^(${NAME})$`, "u");
const IN_POST = new RegExp(`(?:${POSTS}|${SEAT}|部|科|处|室|的)(${NAME})(?:报到|前来报到|报个到)?$`, "u");
const NO_NAME = new RegExp(`(?:${TITLES}|${POSTS}|[员师长理计的了吗部科局厂社群链行院司们人])$`, "u");
const segmenter = new Intl.Segmenter("zh-Hans-CN", { granularity: "word" });
/** 方便, 高兴: a word of the language begins with a surname too. */
const isWord = (letters: string): boolean => [...segmenter.segment(letters)].length === 1 && letters.length === 2;

const clausesOf = (text: string): string[] => text.split(/[，,。！!；;、：:\s]+/u).filter(Boolean);

/** The name that somebody gives as their own. */
export function joinerIn(text: string): string | undefined {
  const said = CALLED.exec(text)?.[1];
  if (said && !NO_NAME.test(said)) return said;
  for (const clause of clausesOf(text)) {
    const name = ALONE.exec(clause)?.[1] ?? IN_POST.exec(clause)?.[1];
    if (name && !NO_NAME.test(name) && !isWord(name)) return name;
  }
  return NICKNAME.exec(text)?.[1];
}

/** The firm, office or community that somebody says they are of. */
export function seatIn(text: string): string | undefined {
  for (const clause of clausesOf(text)) {
    const rest = clause.replace(AHEAD, "");
    for (const said of [clause, rest, rest.replace(AHEAD, "")]) {
      const name = FIRM.exec(said)?.[1];
      if (name && !NO_FIRM.test(name) && !AHEAD.test(name)) return name;
    }
  }
  return undefined;
}
