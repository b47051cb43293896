import type { Sent } from "../port.ts";

export type Failure = Extract<Sent, { ok: false }>;

/** WeChat says no how long: an account that goes on at once is what gets banned. */
const RATE_WAIT_MS = 60_000;

/* Puppets have no codes in common, only words, of their own and of the platform. */
const RATE = /频繁|稍后再试|\b1205\b|too (?:many|fast|frequent)|rate limit/iu;
/** Certainly nothing was sent: refused before the request left. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|No connection established|Name resolution failed|not logged in|no grpc manager|NO CLIENT/iu;
const UNREACHABLE = /not (?:your |a )?friend|非好友|不是.{0,4}好友|开启了朋友验证|拉黑|拒收|blocked/iu;
const GONE = /not (?:in|a member of) (?:the |this )?(?:room|chatroom|group)|不在群|已退出群|已被移出/iu;
const TOO_BIG = /too (?:long|large)|内容过长|RESOURCE_EXHAUSTED/iu;

/** What a failed call means for the line that was to be said; `unknown` unless the words are plain. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (RATE.test(message)) return { ok: false, kind: "rate", retryAfterMs: RATE_WAIT_MS, message };
  if (NEVER_SENT.test(message)) return { ok: false, kind: "temporary", message };
  if (GONE.test(message)) return { ok: false, kind: "gone", message };
  if (UNREACHABLE.test(message)) return { ok: false, kind: "unreachable", message };
  if (TOO_BIG.test(message)) return { ok: false, kind: "too_big", message };
  return { ok: false, kind: "unknown", message };
}
