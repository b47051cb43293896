import { z } from "zod";
import { Refusal } from "./refusal.ts";

/** Longer texts are cut by the machine; a request with one is refused instead. */
const MAX_TEXT = 20_000;
const name = z.string().trim().min(1).max(100);
/** An absent room may also be written as null or "". */
const optionalName = z
  .union([z.literal(""), z.null(), name])
  .optional()
  .transform((value) => value || undefined);
const lineId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const sayBody = z.strictObject({
  person: name,
  room: optionalName,
  text: z.string().max(MAX_TEXT).optional(),
  key: z.string().min(1).max(100).optional(),
  press: z.strictObject({ line: lineId, data: z.string().min(1).max(500) }).optional(),
  quote: lineId.optional(),
});

export const clockBody = z.strictObject({ to: z.string().max(60).optional(), by: z.string().max(60).optional() });
export const linesQuery = z.strictObject({ room: optionalName, person: optionalName, all: z.string().optional() });

const SAYS: Record<string, string> = {
  invalid_type: "类型不对",
  too_big: "太长",
  too_small: "不能为空",
  unrecognized_keys: "不认识这一项",
  invalid_union: "类型不对",
};

/** Reads what was sent; throws a refusal that names the field. */
export function read<T>(schema: z.ZodType<T>, sent: unknown): T {
  const found = schema.safeParse(sent);
  if (found.success) return found.data;
  const issue = found.error.issues[0];
  const field = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : (issue?.path.join(".") ?? "");
  const missing = issue?.code === "invalid_type" && valueAt(sent, issue.path) === undefined;
  const code = missing ? "missing" : issue?.code === "unrecognized_keys" ? "unknown-field" : issue?.code === "too_big" ? "too-long" : "invalid";
  throw new Refusal(400, code, `${field || "请求内容"}：${missing ? "必须填写" : (SAYS[issue?.code ?? ""] ?? "不合要求")}。`, field || null);
}

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), sent);
}
