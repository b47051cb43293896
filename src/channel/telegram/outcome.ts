import type { Sent } from "../port.ts";

export type Failure = Extract<Sent, { ok: false }>;
type Answer = { error_code: number; description?: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } };

/** These come before a byte of the request was written: what was asked has certainly not happened. */
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EADDRNOTAVAIL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/;
/** https://core.telegram.org/bots/api names no codes, only these words. */
const GONE = /kicked|deactivated|chat was deleted|not a member|upgraded to a supergroup|group chat was deactivated/i;
const UNREACHABLE =
  /blocked|initiate conversation|chat not found|not enough rights|have no rights|administrator rights|write_forbidden|restricted|topic_closed/i;

/** What the platform answered, if it answered at all. */
export const answerOf = (error: unknown): Answer | undefined =>
  typeof error === "object" && error !== null && "response" in error ? (error.response as Answer) : undefined;

/** What a failed call means for the line that was to be said. */
export function failureOf(error: unknown): Failure {
  const answer = answerOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (!answer) return { ok: false, kind: neverSent(error, message) ? "temporary" : "unknown", message };
  const { error_code: code, description = "", parameters } = answer;
  if (parameters?.migrate_to_chat_id !== undefined) {
    // Said again at once: by then the room has its new id.
    return { ok: false, kind: "temporary", retryAfterMs: 1000, movedTo: String(parameters.migrate_to_chat_id), message };
  }
  if (code === 429) return { ok: false, kind: "rate", retryAfterMs: (parameters?.retry_after ?? 1) * 1000, message };
  if (code === 401) return { ok: false, kind: "auth", message };
  // A gateway that lost what stands behind it does not know; a server that says it failed does.
  if (code === 502 || code === 504) return { ok: false, kind: "unknown", message };
  if (code >= 500) return { ok: false, kind: "temporary", message };
  if (code === 413 || /too long/i.test(description)) return { ok: false, kind: "too_big", message };
  if (GONE.test(description)) return { ok: false, kind: "gone", message };
  if (code === 403 || UNREACHABLE.test(description)) return { ok: false, kind: "unreachable", message };
  return { ok: false, kind: "refused", message };
}

function neverSent(error: unknown, message: string): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return NEVER_SENT.test(code) || message.includes("connect ETIMEDOUT");
}
