import type { Sent } from "../port.ts";

export type Failure = Extract<Sent, { ok: false }>;

/** What the platform answered when it refused: https://developer.work.weixin.qq.com/document/path/90313 */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: number;
  constructor(code: number, words: string) {
    super(`${code} ${words}`);
    this.code = code;
  }
}

/** An answer that came from something before the platform's own program. */
export class OddAnswer extends Error {
  override name = "OddAnswer";
  readonly status: number;
  constructor(status: number) {
    super(`the platform answered with status ${status}`);
    this.status = status;
  }
}

/** What was to be sent never left: the step before it failed. */
export class NotSent extends Error {
  override name = "NotSent";
}

type Kind = Failure["kind"];
const KINDS: readonly (readonly [Kind, readonly number[]])[] = [
  // The id stands for nobody (any more), or for a group that is gone.
  ["gone", [40003, 40031, 40050, 60111, 81013, 86003, 93000]],
  // Nobody may be written to who has no licence, or who does not see the app.
  ["unreachable", [60102, 86007, 86008, 701008]],
  ["rate", [45009, 45033, 45047, 846607]],
  // Secret, agent, rights, trusted address: an administrator has to act.
  ["auth", [40001, 40013, 40014, 40056, 41001, 41002, 41004, 42001, 48002, 48004, 60011, 60020, 301002, 301007, 853000]],
  ["too_big", [40006, 40009, 45001, 45002, 45007]],
  ["temporary", [-1, 45035, 50002]],
];
/** The platform says only that it was too much; its windows are a minute. Two at once is over sooner. */
const RATE_WAIT_MS = 60_000;
const CROWD_WAIT_MS = 1000;
const TOO_MANY_AT_ONCE = 45033;

/** These come before a byte of the request was written. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/u;

/** What a failed call means for the line that was to be said. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Refusal) return refused(error.code, message);
  if (error instanceof NotSent) return { ok: false, kind: "temporary", message };
  if (error instanceof OddAnswer) return { ok: false, ...oddly(error.status), message };
  return { ok: false, kind: neverSent(error) ? "temporary" : "unknown", message: causeOf(error)?.message ? `${message}: ${causeOf(error)?.message}` : message };
}

function refused(code: number, message: string): Failure {
  const kind = KINDS.find(([, codes]) => codes.includes(code))?.[0] ?? "refused";
  if (kind !== "rate") return { ok: false, kind, message };
  return { ok: false, kind, retryAfterMs: code === TOO_MANY_AT_ONCE ? CROWD_WAIT_MS : RATE_WAIT_MS, message };
}

function oddly(status: number): { kind: Kind; retryAfterMs?: number } {
  if (status === 429) return { kind: "rate", retryAfterMs: RATE_WAIT_MS };
  if (status === 413) return { kind: "too_big" };
  // A gateway that lost what stands behind it does not know; a server that says it failed does.
  if (status >= 500 && status !== 502 && status !== 504) return { kind: "temporary" };
  return { kind: status >= 400 && status < 500 ? "refused" : "unknown" };
}

const causeOf = (error: unknown): (Error & { code?: unknown }) | undefined =>
  error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
export const neverSent = (error: unknown): boolean => NEVER_SENT.test(String(causeOf(error)?.code ?? ""));
