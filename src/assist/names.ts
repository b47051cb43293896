/** Who and what is known here: found in a sentence beside those that only look like a name. */
export type Names = { people?: readonly string[]; organisations?: readonly string[] };

/** How people are called here when nobody has told their names: 王总, 刘阿姨, 老荣. */
export const TITLES =
  "总工|总(?!行|是|算|之|共|在|局)|经理|厂长|主任|书记|师傅|阿姨|大爷|大妈|大娘|奶奶|爷爷|叔叔?|婶|嫂|老师|科长|处长|局长|所长|专员|律师|工程师|工(?!作|程|艺|资|人|业|厂|序|伤|会)|队长|教授|医生|护士|会计|社工|警官|老板|链长";
export const SURNAMES =
  "[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段钱荣汤尹黎易常武乔贺赖龚文高马梁方]";
const TITLED = new RegExp(
  `${SURNAMES}(?:[\\p{Script=Han}](?=阿姨|大爷|大妈|大娘|奶奶|爷爷|师傅|老师|主任|书记|科长|律师|专员|总工|经理|会计|队长))?(?:${TITLES})`,
  "u",
);
const FAMILIAR = new RegExp(`[老小]${SURNAMES}(?!区|学|心|时|[\\p{Script=Han}]?(?:家|店))`, "u");
/** A name said as the one who does: 李党签到, 王秀替我, 我叫李敏. */
const ACTING = new RegExp(
  `(?:^|[，,。\\s])(${SURNAMES}[\\p{Script=Han}]{1,2}?)(?=签到|到岗|上岗|签退|打卡|替我|代我|顶我|帮我|好几天|答应|值班)|(?:我叫|名字是|本人)(${SURNAMES}[\\p{Script=Han}]{1,2})`,
  "u",
);
const ORGANISATION = /([\p{Script=Han}]{2,12}?(?:有限公司|股份公司|集团|公司|新材料|科技|化工|陶瓷|制药|机械|电子|银行|律所|律师事务所|专班|社区|村委|居委))/u;
const LEADING = /^(?:.*(?:我们?是|我在|新来的|来自|跟|和|与|同|在|的|给|让|是))(?=[\p{Script=Han}]{3})/u;
const NOBODYS =
  /^(?:我|我们|咱们?|你们?|他们?|本|贵|那家?|这家?|哪家|一家|各|有|全|该|新|小|大|分|母|子)?(?:公司|集团|科技|银行|社区|化工|新材料|机械|电子|专班)$/u;

/** The longest known person in the text, else one who looks like one. */
export const personIn = (text: string, names?: Names): string | undefined => {
  const acting = ACTING.exec(text);
  return knownIn(text, names?.people) ?? acting?.[1] ?? acting?.[2] ?? TITLED.exec(text)?.[0] ?? FAMILIAR.exec(text)?.[0];
};

export function organisationIn(text: string, names?: Names): string | undefined {
  const known = knownIn(text, names?.organisations);
  if (known) return known;
  const looks = ORGANISATION.exec(text)?.[1]?.replace(LEADING, "");
  return looks && !NOBODYS.test(looks) ? looks : undefined;
}

/** Names by their first two letters, longest first, made once per list: a town has thousands. */
const indexes = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function knownIn(text: string, names: readonly string[] | undefined): string | undefined {
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
