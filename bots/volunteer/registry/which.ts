import type { Turn } from "../../../src/people/index.ts";
import type { Elder } from "./queries.ts";

/** Words for a relative that only family uses of an elder. */
export const KIN = /我?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|姥姥|姥爷|外公|外婆|公公|婆婆|岳父|岳母|老伴|老妈|老爸|爹|娘)/u;

/** Which of these elders a sentence speaks of: by name, by home, by kinship, or the only one there is. */
export function meantBy(text: string, elders: readonly Elder[], { who }: Pick<Turn, "who">): Elder[] {
  const named = elders.filter((each) => text.includes(each.name));
  if (named.length) return named;
  const home = /\d{1,3}(?:号楼|栋|号院)(?:\d单元)?/u.exec(text)?.[0];
  if (home) return elders.filter((each) => each.home?.includes(home));
  const family = elders.filter((each) => each.contacts.some((one) => one.person === who.id));
  if (KIN.test(text) && family.length) return family;
  return elders.length === 1 ? [...elders] : [];
}
