/** Who is known here: found in a sentence beside those that only look like a name. */
export type Names = { people?: readonly string[]; organisations?: readonly string[] };

/** How people are called here when nobody has told their names: 王总, 刘阿姨, 老荣. */
export const TITLES =
  "总工|董事长|总(?!行|是|算|之|共|在|局|体|的|会|有|得|结|数|量|额|公司|部)|经理|厂长|主任|书记|支书|师傅|阿姨|大爷|大妈|大娘|大伯|大叔|大婶|大姐|大哥|奶奶|爷爷|叔叔?|婶子?|嫂子?|姥姥|姥爷|伯伯|伯|姨|姐|哥|老师|科长|处长|局长|所长|镇长|站长|组长|楼长|村长|行长|校长|院长|班长|专员|律师|法官|工程师|工(?!作|程|艺|资|人|业|厂|序|伤|会|期|地|商|信|行|单|时)|队长|教授|医生|大夫|护士|会计|出纳|社工|警官|老板|链长|先生|女士|小姐|同志|老太太?|老爷子|婆婆";
export const SURNAMES =
  "[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段钱荣汤尹黎易常武乔贺赖龚文高马梁方牛葛尤齐毕庄聂焦柴翟祁耿岳鲍裴滕殷闫骆霍俞柯柳阮闵娄樊虞缪窦褚隋佟穆晏卞鞠栾甄芦丛蔺韦覃]";
const SURNAME = `(?:欧阳|司徒|上官|诸葛|${SURNAMES})`;
/** Letters that names are given with: a name of other letters is more often two words that met. */
const GIVEN =
  "[伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文志国春梅党佳洁婷玲燕鹏辉飞鑫波斌宇浩凯健俊帆雪琳慧莉萍云莲珍芬荣凤琴素淑惠琼环翠雅芝香月莺媛瑞凡嘉勤珠贞青倩妍茜秋珊莎锦黛璐姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思振壮会群河哲江彪诚先敬震继永良庆东亮海山仁波贵福生龙元全胜学祥才发武新利清彬富顺信子涛昌成康星光天达安岩中茂进林有坚和德行时泰盛雄琛钧冠策腾楠榕风航弘洲]";
const NAME = `${SURNAME}${GIVEN}{1,2}`;
/** Words that begin like a name. */
const WORDS =
  /^(?:高兴|高新|高龄|高中|高明|高学|高天|高成|方便|方可|方才|马上|马力|陆续|任何|白天|黄金|黄海|张店|周末|周边|周[一二三四五六日天]|夏天|秦皇|江苏|江山|文明|文艺|文化|平安|金华|金融|石英|石龙|常有|常会|何时|何可|程序|余下|龙江|云|康达|于先|田园|田林|毛|段时|史|钟才|武|许可|许有|谢|易|温|成|顾全|贺|苏州|汤|单)/u;
const CUES =
  "叫|名字是|名字叫|本人|我是|联系人(?:应该|应)?[是为：:]?|改成|换成?|让|请|由|找|和|跟|与|替|给|问|交给|网格员|专员|队员|志愿者|文员|办事员|办公室|人事|采购|联络员|负责人";
const ACTS =
  "签到|到岗|上岗|签退|打卡|替|代|顶|帮|好几天|好些天|答应|说好|值班|请假|已?收到|已阅|参加|报名|去|来|交班|接班|下班|没来|住院|对换|换班|调班|倒班|换了|到位|已到|已经到|已在|已上|在岗|就位|平安|家|这|那|办|接|负责|跟进|处理|接手|的";
const TITLED = new RegExp(
  `${SURNAME}(?:${GIVEN}{1,2}(?=(?:${TITLES}))|(?:[\\p{Script=Han}](?=阿姨|大爷|大妈|大娘|奶奶|爷爷|师傅|老师|主任|书记|科长|律师|专员|总工|经理|会计|队长)))?(?:${TITLES})`,
  "u",
);
const FAMILIAR = new RegExp(
  `(?<![养敬古月最缩大元家贤幼很太极较从短狭矮瘦微渺减缩变][老小]?)[老小]${SURNAMES}(?!病|围|虾|层|客|车|鱼|达|路|菜|酒|醋|法|办法|库|子|社会|于|康|段|灵通|区|学|心|时|市|镇|村|米|微|[\\p{Script=Han}]?(?:店))(?=$|[，,。！!？?、：:\\s的在来去到说给跟和与替顶代请办接送那家也还是要会暗故说想非硬已又就把对负没今明昨后前打管看答应告不收回这应该换带陪做处帮两三])`,
  "u",
);
/** A name said as the one who does: 李党签到, 王秀替我, 我叫李敏. */
const ACTING = new RegExp(`(?:^|[，,。：:\\s就])(${NAME})(?=${ACTS})|(?:${CUES})(${NAME})(?=$|[，,。！!？?、：:\\s]|${ACTS})`, "u");

/** The longest known person in the text, else one who looks like one. */
export function personIn(text: string, names?: Names): string | undefined {
  const acting = ACTING.exec(text);
  const named = acting?.[1] ?? acting?.[2];
  return knownIn(text, names?.people) ?? (named && !WORDS.test(named) ? named : undefined) ?? titledIn(text) ?? FAMILIAR.exec(text)?.[0];
}

const THREE = new RegExp(`${SURNAME}${GIVEN}{2}`, "gu");
/** Everything of three letters that has the form of a name: more than there are names in it. */
export const namelike = (text: string): string[] => [...text.matchAll(THREE)].map(([name]) => name).filter((name) => !WORDS.test(name));

const titledIn = (text: string): string | undefined => TITLED.exec(text.replace(/谢谢|[对甲乙双我各买卖]方/gu, "，"))?.[0];

/** Names by their first two letters, longest first, made once per list: a town has thousands. */
const indexes = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

export function knownIn(text: string, names: readonly string[] | undefined): string | undefined {
  if (!names?.length) return undefined;
  const index =
    indexes.get(names) ??
    Map.groupBy(
      names.filter((name) => name.length > 1).toSorted((a, b) => b.length - a.length),
      (name) => name.slice(0, 2),
    );
  indexes.set(names, index);
  let longest: string | undefined;
  for (let at = 0; at + 1 < text.length; at++) {
    const found = index.get(text.slice(at, at + 2))?.find((name) => text.startsWith(name, at));
    if (found && found.length > (longest?.length ?? 0)) longest = found;
  }
  return longest;
}
