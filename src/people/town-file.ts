import { z } from "zod";
import { isMonthly } from "../calendar/monthly.ts";
import { checkLimits } from "./limits.ts";
import { wrongPolicy } from "./town-policies.ts";

/* The town file: the world's people, places and facts. Strict: an unknown field is an error that names it. What no
   capability reads yet is kept as it came. */

const MAX_NAME = 80;
const name = z.string().trim().min(1).max(MAX_NAME);
const names = z.array(name);
const point = z.tuple([z.number(), z.number()]);
const day = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);
const span = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/u);
const accounts = z.record(z.string().min(1), z.string().min(1));
const fact = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]);
const service = z.strictObject({ name, people: names.default([]) });

const person = z.strictObject({ name, display: name.optional(), aliases: names.optional(), accounts: accounts.optional(), phone: z.string().optional() });

const enterprise = z.strictObject({
  name,
  short: name.optional(),
  people: names.optional(),
  commissioner: name.optional(),
  district: name.optional(),
  at: point.optional(),
  lead: z.boolean().optional(),
  makes: z.array(z.string()).optional(),
  needs: z.array(z.string()).optional(),
  profile: z.record(z.string(), fact).optional(),
});

const LANES = ["finance", "policy", "technology", "law", "talent", "supply", "party", "other"] as const;
const chain = z.strictObject({
  name,
  code: name.optional(),
  leader: name.optional(),
  secretary: name.optional(),
  department: name.optional(),
  fallback: name.optional(),
  reviewer: name.optional(),
  bank: service.optional(),
  legal: service.optional(),
  policy: service.optional(),
  experts: service.optional(),
  lanes: z.partialRecord(z.enum(LANES), names).optional(),
  enterprises: z.array(enterprise).optional(),
  theme_day: z
    .strictObject({
      rule: z.string().refine(isMonthly, "应写成 15th、last friday 或 2nd monday 这样"),
      time: time.optional(),
      hosts: names.optional(),
      start: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])$/u, "应写成 2026-09 这样")
        .optional(),
    })
    .optional(),
});

const contact = z.strictObject({ name, relation: z.string().optional(), phone: z.string().optional() });
const elder = z.strictObject({
  name,
  age: z.number().int().optional(),
  home: z.string().optional(),
  at: point.optional(),
  volunteer: name.optional(),
  backup: name.optional(),
  smiley: span.optional(),
  contacts: z.array(contact).optional(),
});
const team = z.strictObject({
  name,
  leader: name.optional(),
  community: name.optional(),
  police: name.optional(),
  volunteers: z.array(z.strictObject({ name, skills: z.array(z.string()).optional(), at: point.optional() })).optional(),
  elders: z.array(elder).optional(),
  checkin: z
    .strictObject({ at: time, until: time })
    .refine(({ at, until }) => at < until, "结束的时间要晚于开始的时间")
    .optional(),
});

const room = z.strictObject({ name, chain: name.optional(), team: name.optional(), people: names.optional(), accounts: accounts.optional() });
const policy = z.strictObject({
  title: z.string().min(1),
  issuer: z.string().optional(),
  number: z.string().optional(),
  level: z.string().optional(),
  version: z.number().int().positive().optional(),
  supersedes: z.string().optional(),
  window: z.tuple([day, day]).optional(),
  benefit: z.strictObject({ text: z.string(), cap_yuan: z.number().optional() }).optional(),
  conditions: z.array(z.strictObject({ fact: z.string(), is: z.string(), value: fact, clause: z.string().optional() })).optional(),
  exclusions: z.array(z.strictObject({ fact: z.string(), is: z.string(), value: fact, clause: z.string().optional() })).optional(),
  materials: z.array(z.string()).optional(),
  contact: z.string().optional(),
});

const townFile = z.strictObject({
  name,
  timezone: z.string().refine(isZone, "没有这个时区").optional(),
  hours: z
    .strictObject({ work: z.array(span).min(1), quiet: span })
    .partial()
    .optional(),
  limits: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  holidays: z.strictObject({ published_on: day, off: z.array(day).optional(), work: z.array(day).optional() }).optional(),
  people: z.array(person).optional(),
  chains: z.array(chain).optional(),
  teams: z.array(team).optional(),
  rooms: z.array(room).optional(),
  secretaries: names.optional(),
  supervision: names.optional(),
  policies: z.array(policy).optional(),
});
export type Town = z.infer<typeof townFile>;
/** What is wrong with a town file: the field's path, and a sentence. */
export type TownError = { ok: false; field: string; say: string };

/** Checks a town file. */
export function readTown(json: unknown): { ok: true; town: Town } | TownError {
  const read = townFile.safeParse(json);
  if (!read.success) return errorOf(read.error.issues[0]);
  const wrong = doubled(read.data) ?? unknown(read.data) ?? strangers(read.data) ?? limits(read.data) ?? wrongPolicy(read.data.policies ?? []);
  return wrong ?? { ok: true, town: read.data };
}

function errorOf(issue: z.core.$ZodIssue | undefined): TownError {
  const path = printed(issue?.path ?? []);
  if (issue?.code === "unrecognized_keys") {
    const field = [path, issue.keys[0]].filter(Boolean).join(".");
    return { ok: false, field, say: `不认识字段 ${field}。` };
  }
  const field = path || "(整个文件)";
  if (issue?.code === "invalid_type") return { ok: false, field, say: `字段 ${field} 的类型不对，应为 ${issue.expected}。` };
  return { ok: false, field, say: `字段 ${field} 写得不对：${issue?.message ?? ""}。` };
}

const printed = (path: readonly PropertyKey[]): string =>
  path.map((each, at) => (typeof each === "number" ? `[${each}]` : `${at ? "." : ""}${String(each)}`)).join("");

/** Names are unique in a file, kind by kind. */
function doubled(town: Town): TownError | undefined {
  const lists: Record<string, readonly { name: string }[]> = {
    people: town.people ?? [],
    chains: town.chains ?? [],
    teams: town.teams ?? [],
    rooms: town.rooms ?? [],
    "chains[].enterprises": (town.chains ?? []).flatMap((each) => each.enterprises ?? []),
  };
  for (const [field, list] of Object.entries(lists)) {
    const seen = new Set<string>();
    for (const [at, each] of list.entries()) {
      if (seen.has(each.name)) return { ok: false, field: `${field}[${at}].name`, say: `${field} 里有两个“${each.name}”，名字不能重复。` };
      seen.add(each.name);
    }
  }
  return undefined;
}

/** A room belongs to a chain or team of this file. */
function unknown(town: Town): TownError | undefined {
  for (const [at, each] of (town.rooms ?? []).entries()) {
    if (each.chain && !town.chains?.some((one) => one.name === each.chain))
      return { ok: false, field: `rooms[${at}].chain`, say: `没有叫“${each.chain}”的产业链。` };
    if (each.team && !town.teams?.some((one) => one.name === each.team)) return { ok: false, field: `rooms[${at}].team`, say: `没有叫“${each.team}”的团队。` };
  }
  return undefined;
}

/** Hosts of a chain's theme days are enterprises of it, each named once. */
function strangers(town: Town): TownError | undefined {
  for (const [at, chain] of (town.chains ?? []).entries()) {
    const own = new Set(chain.enterprises?.map((each) => each.name));
    for (const [n, host] of (chain.theme_day?.hosts ?? []).entries()) {
      const field = `chains[${at}].theme_day.hosts[${n}]`;
      if (!own.has(host)) return { ok: false, field, say: `“${host}”不是${chain.name}的企业。` };
      if (chain.theme_day?.hosts?.indexOf(host) !== n) return { ok: false, field, say: `“${host}”写了两次，名字不能重复。` };
    }
  }
  return undefined;
}

function limits(town: Town): TownError | undefined {
  const wrong = checkLimits(town.limits ?? {});
  return wrong && { ok: false, field: `limits.${wrong.key}`, say: `limits.${wrong.key}：${wrong.say}。` };
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
