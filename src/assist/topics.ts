const HAN = String.raw`[\p{Script=Han}A-Za-z]`;
/** What policies are called by; the part before it says which. */
const KINDS =
  "加计扣除|保险补偿|补贴|补助|奖励|奖补|资助|贴息|减免|退税|免税|减税|抵扣|缓缴|返还|认定|专项资金|专项|资金|基金|券|项目|试点|示范|入库|入规|升规|安家费|技术中心|研发中心|工程中心|实验室|工作站|政策";
/** Policies that go by a name of their own. */
const NAMES =
  "专精特新小巨人|专精特新|小巨人|首台套|首批次|单项冠军|瞪羚|独角兽|科技型中小企业|高新技术企业|高新认定|高企认定|高新|高企|技改|绿色工厂|智能工厂|数字化车间|研发费用加计扣除|加计扣除|稳岗返还|稳岗|创业担保贷款|人才公寓|两业融合|上云|贯标|安家费|购房补贴|房补|租房补贴|贴息贷款|贷款贴息|设备更新|出口信保|以旧换新|房产税|土地使用税|城镇土地使用税|留抵退税|出口退税|所得税|增值税|光伏|储能|数字化转型|智改数转|工业互联网|两化融合|创新券|成果转化|博士后工作站|院士工作站|扩岗补助|扩岗|就业见习|社保补贴|技能提升|以工代训|转贷基金|应急转贷|无还本续贷|首贷|绿色信贷|碳减排|节能改造|节水改造|清洁生产|零碳园区|小升规|个转企|上市奖励|新三板|领军人才|泰山产业|人才引进|人才补贴|租房补贴|生活补贴|质量奖|老字号|知识产权质押|专利奖励|专利资助|机器换人|展会补贴|参展补贴";
const NUMBER = /[\p{Script=Han}]{1,6}[〔[(（]\s*20\d\d\s*[〕\])）]\s*\d+\s*号/u;
/** Between a name and its kind: 技改专项补贴; no word of asking. */
const PLAIN = String.raw`(?:(?![的那这个有能还要怎么什哪是吗])${HAN})`;
const NAMED = new RegExp(`(${PLAIN}{0,4}?)((?:${NAMES})(?:${PLAIN}{0,4}?(?:${KINDS}))?)`, "u");
/** 我们是高企，还能报专精特新吗: what is applied for, not what one is. */
const APPLIED = new RegExp(`(?<=报|报个|申报|申请|享受|认定|评)(${PLAIN}{0,2}?)((?:${NAMES})(?:${PLAIN}{0,4}?(?:${KINDS}))?)`, "u");
const KIND = new RegExp(`(${HAN}{1,8}?)(${KINDS})`, "gu");
/** Asking and pointing: no name goes further left than these. */
const LEADING =
  /^.*(?:听说|想问|请问|问下|问问|知道|了解|咨询|申请|申报|享受|拿到?|报|领|看看|办理?|有没有|有无|那个|这个|哪些|什么|怎么|如何|能否|是否|可以|符合|满足|达到|今年|明年|去年|现在|目前|省里|市里|区里|国家|政府|上面|企业|公司|我们?|咱们?|厂|引进|工程师|博士|硕士|人员|员工|大学生|应届生|对|给|有|能|要|想|的|新出|新|啥|在|把|跟|和|与|还|吗|个|项|种|些|到|就|是|为|买|上|招|做|没)/u;
/** Sorts of support, no policy by name. */
const GENERIC = /^(?:政府|国家|扶持|优惠|相关|惠企|税收|财政|资金|专项|产业|企业|各类|各种|哪类|多少|一些|什么|啥|钱|补|好|支持|财税|民营|小微)?$/u;

/** The policy that a question is about, when it is named: 技改补贴, 专精特新, 示工〔2026〕12号. */
export function policyIn(text: string): string | undefined {
  const number = NUMBER.exec(text)?.[0];
  if (number) return number.replace(LEADING, "");
  const named = APPLIED.exec(text) ?? NAMED.exec(text);
  if (named) return `${named[1]?.replace(LEADING, "") ?? ""}${named[2] ?? ""}`;
  for (const [, said = "", kind = ""] of text.matchAll(KIND)) {
    const which = said.replace(LEADING, "");
    if (!GENERIC.test(which)) return which + kind;
  }
  return undefined;
}

const POSTS =
  "总工程师|工程师|设计师|技师|厨师|会计师|律师|业务员|技术员|操作员|质检员|检验员|化验员|安全员|统计员|库管员|仓管员|保管员|资料员|采购员|销售员|跟单员|外贸员|工艺员|研究员|管理员|营业员|驾驶员|保洁员|调度员|编程员|讲解员|客服专员|专员|操作工|巡检工|维修工|装配工|包装工|搬运工|电焊工|焊工|电工|钳工|车工|铣工|磨工|叉车工|注塑工|锅炉工|普工|小时工|技工|熟练工|学徒工?|实习生|部长|总监|经理|主管|班组?长|车间主任|主任|厂长|助理|秘书|文员|内勤|前台|行政|人事|会计|出纳|财务|司机|保安|保洁|翻译|跟单|客服|销售|采购|顾问|美工|法务|库管|化验|质检|品控|研发人员|技术人员|销售人员|管理人员|研发|储备干部|店长|厨子|师傅|专家|护工|护士|教练|主播|运营|设计|工人|叉车司机|天车工|司炉工|污水处理工|缝纫工|裁剪工|喷漆工|打磨工|抛光工|冲压工|压铸工|铸造工|锻造工|热处理工|数控铣工|铣工|镗工|刨工|折弯工|激光操作工|灌装工|配电工|水电工|管道工|起重工|铲车司机|铲车工|吊车司机|架子工|瓦工|木工|油漆工|纺织工|挡车工|印刷工|质检|焊接工|切割工|检修工|司磅员|押运员|仓管|化工操作工|控制员|设备员|品质员|网管|新媒体|带货主播|电商运营|采购经理|项目经理|工艺师|化验师|药剂师|营养师|配料员|机修工|机修|钣金工|喷涂工|电镀工|仪表工|配料工|质量工程师";
const POST = new RegExp(`(${HAN}{0,10}?)(${POSTS})(?!证|资格|职称|费|上|处|方面|部(?!长))`, "u");
const BEFORE_POST =
  /^.*(?:招聘?|聘请?|缺|差|要|需要?|找|寻|求|引进|补充?|增加?|想|急|还|得|的|个|名|位|人|些|几|懂|会|熟悉|干过|过|有|岗位|需求|登记|用人|职位|[：:，,]|我们?|公司|厂里?|车间|[一二两三四五六七八九十\d]+)/u;

/** The post that somebody is looked for: 注塑工艺工程师, 外贸跟单. */
export function postIn(text: string): string | undefined {
  const found = POST.exec(text);
  if (!found) return undefined;
  const [, before = "", post = ""] = found;
  return before.replace(BEFORE_POST, "") + post;
}
