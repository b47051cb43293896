import { type Audience, rosterOf } from "../../../src/notice/index.ts";
import type { Directory, Organisation, Turn } from "../../../src/people/index.ts";
import { type Scope, scopeOf } from "./scope.ts";

/** Whom these words name (`twice`: people named by more than one piece of them), or the piece that names nobody here. */
export type Named = { audience: Audience; twice: number[] } | { unknown: string };

const ALL = "(?:各位|各个|各家|各条?|所有的?|全部的?|全体的?|每个|每家|全市的?|我们的?)";
const EVERYBODY = /^(?:大家|所有的?人|全体(?:人员|成员|同志)?|全部(?:的?人)?|每个人|各位|全市(?:所有的?人)?|全员)$/u;
const HERE = /^(?:这个群|本群|这群|群里|我们群|咱们群|群里的?人)$/u;
const FIRMS = "(?:链上)?(?:企业|公司|厂家|工厂|单位|会员)(?:家)?(?:们|的?负责人|的?老板|的?支部书记|的?人)?";
const OFFICES: readonly [RegExp, string, "chain" | "team"][] = [
  [/(?:链的?|企业的?)?(?:工作)?专员们?$/u, "commissioner", "chain"],
  [/(?:链的?|党委|产业链党委)?书记们?$/u, "secretary", "chain"],
  [/(?:链的?)?链长们?$/u, "leader", "chain"],
  [/(?:团?队的?)?队长们?$/u, "leader", "team"],
];
const VOLUNTEERS = /(?:志愿者|义工|队员|志愿队员?|队|团队)们?$/u;
const TAIL = /(?:里的?|中的?)?(?:所有人|全体|大家|成员|的?人|里|中|们)?$/u;

/** Reads an audience: places, people, chains, roles, teams; joined by 和, taken out by 除了. */
export function readAudience(words: string, turn: Pick<Turn, "directory" | "room" | "who">): Named {
  const said = words.trim().replace(/^[，,：:\s]+|[，,：:。\s]+$/gu, "");
  const { rest, without } = exclusions(said);
  const wanted = read(rest, turn);
  if ("unknown" in wanted) return wanted;
  if (!without) return { ...wanted, audience: { ...wanted.audience, said } };
  const taken = read(without, turn);
  if ("unknown" in taken) return taken;
  const out = rosterOf(taken.audience, turn.directory).map((each) => each.person);
  return { ...wanted, audience: { ...wanted.audience, said, without: [...(wanted.audience.without ?? []), ...out] } };
}

const EXCLUDED = [
  /除(?:了|去|开)?(.+?)(?:以外|之外|外)(?:的|，|,)?/u,
  /[（(，,、]?(?:但是?)?(?:除了?|不含|不包括|不包含|不要|去掉)([^（）()]+?)[）)]?$/u,
  /[（(，,、]([^（），,、()]+?)除外[）)]?$/u,
];
function exclusions(said: string): { rest: string; without?: string } {
  for (const pattern of EXCLUDED) {
    const found = pattern.exec(said);
    const rest = found && said.replace(found[0], "").trim();
    if (found?.[1] && rest) return { rest, without: found[1] };
  }
  return { rest: said };
}

/** The whole first, for names may contain 和; then its parts. */
function read(said: string, turn: Pick<Turn, "directory" | "room" | "who">): Named {
  const scope = scopeOf(turn.who.id, turn.directory);
  const whole = one(said, scope, turn);
  if (whole) return { audience: whole, twice: [] };
  const parts = said.split(/以及|还有|加上|[、，,和与及跟＋+；;\s]/u).filter(Boolean);
  let together: Audience = {};
  let whose = "";
  const counts = new Map<number, number>();
  for (const part of parts) {
    // 各链的链长和专员: what stands before the first office is meant of those after it.
    const found = one(part, scope, turn) ?? (whose ? one(`${whose}${part}`, scope, turn) : undefined);
    whose = OFFICES.map(([pattern]) => part.replace(pattern, "")).find((head) => head !== part) || whose;
    if (!found) return { unknown: part };
    together = joined(together, found);
    for (const { person } of rosterOf(found, turn.directory)) counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  const twice = [...counts].flatMap(([person, count]) => (count > 1 ? [person] : []));
  return parts.length ? { audience: together, twice } : { unknown: said };
}

function joined(a: Audience, b: Audience): Audience {
  const both = <K extends "rooms" | "people" | "organisations" | "enterprises">(key: K) => [...new Set([...(a[key] ?? []), ...(b[key] ?? [])])];
  return {
    ...a,
    ...Object.fromEntries((["rooms", "people", "organisations", "enterprises"] as const).flatMap((key) => (both(key).length ? [[key, both(key)]] : []))),
    ...(a.roles || b.roles ? { roles: [...(a.roles ?? []), ...(b.roles ?? [])] } : {}),
    ...(a.everyone || b.everyone ? { everyone: true } : {}),
  };
}

function one(said: string, scope: Scope, turn: Pick<Turn, "directory" | "room">): Audience | undefined {
  const { directory, room } = turn;
  if (HERE.test(said) || (said === "大家" && room.kind === "group")) return room.kind === "group" ? { rooms: [room.id] } : undefined;
  if (EVERYBODY.test(said)) return everybody(scope);
  return roomNamed(said, scope, directory) ?? personNamed(said, directory) ?? ofAll(said, scope) ?? ofOne(said, directory);
}

const everybody = (scope: Scope): Audience => (scope.town ? { everyone: true } : { organisations: [...scope.chains, ...scope.teams].map((each) => each.id) });

/** A group by its name, or by a part of it that fits no other; `所有群` are all that belong to the author. */
function roomNamed(said: string, scope: Scope, directory: Directory): Audience | undefined {
  const groups = [...directory.rooms.values()].filter((each) => each.kind === "group" && each.state === "known");
  const homes = new Set([...scope.chains, ...scope.teams].map((each) => each.id));
  if (/^(?:所有|各个?|全部)(?:的)?群$/u.test(said))
    return { rooms: groups.filter((each) => scope.town || (each.organisation_id !== null && homes.has(each.organisation_id))).map((each) => each.id) };
  const name = said.replace(/(?:里面?)?的?(?:所有人|全体|人|里|中)$/u, "");
  const exact = groups.find((each) => each.name === said || each.name === name);
  const near = name.endsWith("群") && name.length > 2 ? groups.filter((each) => each.name.includes(name.slice(0, -1))) : [];
  const found = exact ?? only(near);
  if (found) return { rooms: [found.id] };
  // 氟硅链企业群, 一队群: the groups of a chain or team.
  const home = /^(.+?)(?:企业|工作|志愿者)?群$/u.exec(name)?.[1];
  const organisation = home === undefined ? undefined : (chainNamed(home, directory) ?? teamNamed(home, directory));
  const own = groups.filter((each) => organisation !== undefined && each.organisation_id === organisation.id);
  return own.length ? { rooms: own.map((each) => each.id) } : undefined;
}

function personNamed(said: string, directory: Directory): Audience | undefined {
  const known = directory.named(said) ?? only([...directory.people.values()].filter((each) => each.display === said || each.aliases.includes(said)));
  return known && known.state !== "newcomer" ? { people: [known.id] } : undefined;
}

/** `所有企业`, `各链书记`, `全体志愿者`: all that the author may speak to. */
function ofAll(said: string, scope: Scope): Audience | undefined {
  const bare = said.replace(new RegExp(`^${ALL}`, "u"), "");
  if (bare === said && !/^(?:链上)?企业|们$/u.test(said)) return undefined;
  if (new RegExp(`^${FIRMS}$`, "u").test(bare)) return { enterprises: scope.chains.map((each) => each.id) };
  if (/^(?:产业)?链$/u.test(bare)) return { organisations: scope.chains.map((each) => each.id) };
  for (const [pattern, kind, home] of OFFICES)
    if (bare.replace(pattern, "") === "") return { roles: (home === "chain" ? scope.chains : scope.teams).map((each) => ({ kind, organisation: each.id })) };
  return VOLUNTEERS.test(bare) && bare.replace(VOLUNTEERS, "") === "" ? { organisations: scope.teams.map((each) => each.id) } : undefined;
}

/** `氟硅链的企业`, `氟硅链的专员`, `一队`, `森荣新材料`. */
function ofOne(said: string, directory: Directory): Audience | undefined {
  const firms = new RegExp(`^(.+?)(?:产业)?链?的?${ALL}?${FIRMS}$`, "u").exec(said)?.[1];
  const chain = firms === undefined ? undefined : chainNamed(firms, directory);
  if (chain) return { enterprises: [chain.id] };
  for (const [pattern, kind, home] of OFFICES) {
    const place = pattern.test(said) ? said.replace(pattern, "").replace(new RegExp(`的?${ALL}?$`, "u"), "") : "";
    const found = place && (home === "chain" ? chainNamed(place, directory) : teamNamed(place, directory));
    if (found) return { roles: [{ kind, organisation: found.id }] };
  }
  const bare = said.replace(TAIL, "").replace(/的$/u, "");
  const found =
    chainNamed(bare, directory) ??
    teamNamed(bare.replace(new RegExp(`的?${ALL}?${VOLUNTEERS.source}`, "u"), ""), directory) ??
    teamNamed(bare, directory) ??
    firmNamed(bare, directory);
  return found && { organisations: [found.id] };
}

const only = <V>(list: readonly V[]): V | undefined => (list.length === 1 ? list[0] : undefined);
const kinds = (directory: Directory, ...wanted: string[]) => [...directory.organisations.values()].filter((each) => wanted.includes(each.kind));

/** `氟硅`, `氟硅链`, `氟硅材料产业链` are one chain. */
export function chainNamed(said: string, directory: Directory): Organisation | undefined {
  const name = said.replace(/(?:产业)?链(?:上)?的?$/u, "");
  return name ? kinds(directory, "chain").find((each) => each.name === name || each.code === name) : undefined;
}

export function teamNamed(said: string, directory: Directory): Organisation | undefined {
  const teams = kinds(directory, "team");
  return teams.find((each) => each.name === said) ?? (said.length > 1 ? only(teams.filter((each) => each.name.includes(said))) : undefined);
}

function firmNamed(said: string, directory: Directory): Organisation | undefined {
  const firms = kinds(directory, "enterprise");
  return (
    firms.find((each) => each.name === said || each.short === said) ?? (said.length > 1 ? only(firms.filter((each) => each.name.includes(said))) : undefined)
  );
}
