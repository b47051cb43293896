import type { Directory, Person } from "../../../src/people/index.ts";
import type { Checked } from "./queries.ts";
import { accountsOf, organisationIn, remarkOf } from "./who.ts";

const DAY_MS = 86_400_000;
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/u;

export const phoneIn = (words: string): string => PHONE.exec(words)?.[0] ?? "";

/** What speaks for the newcomer being this person, and what against it, for whoever confirms. What somebody calls themselves is
 *  no evidence, and not listed. */
export function evidenceFor(newcomer: Person, person: Person, words: string, checked: Checked | undefined, directory: Directory, now: number): string[] {
  const found: string[] = [];
  const said = [person.name, person.display, ...person.aliases].find((each) => each.length > 1 && words.includes(each));
  if (said !== undefined) found.push(`自报“${said}”`);
  const home = organisationIn(words, directory);
  if (home) found.push(directory.homes(person.id).some((each) => each.id === home.id) ? `单位对得上（${home.name}）` : `所说单位“${home.name}”与登记的不符`);
  const remark = remarkOf(newcomer, directory);
  if (remark !== undefined) found.push(`备注“${remark}”`);
  const [shared] = [...directory.rooms.values()].filter(
    (each) => each.kind === "group" && directory.isMember(each.id, newcomer.id) && directory.isMember(each.id, person.id),
  );
  if (shared) found.push(`同在“${shared.name}”`);
  if (checked?.phone) found.push(checked.phone === "same" ? "手机号与登记的一致" : "手机号与登记的不符");
  const channels = new Set(accountsOf(newcomer, directory).map((each) => each.channel));
  if (accountsOf(person, directory).some((each) => channels.has(each.channel))) found.push(silence(checked, now));
  return found;
}

function silence(checked: Checked | undefined, now: number): string {
  if (!checked?.spoke_at) return "原来的号还没说过话";
  const days = Math.floor((now - checked.spoke_at) / DAY_MS);
  return days > 0 ? `原来的号${days}天没说话` : "原来的号今天还说过话";
}

export const listEvidence = (evidence: readonly string[]): string => (evidence.length ? `依据：${evidence.join("；")}。` : "没有别的依据，请先与本人核实。");
