import { timingSafeEqual } from "node:crypto";
import { readAtMost } from "./media.ts";
import { readXml } from "./xml.ts";

/** What a member says is a few kilobytes; sealed and written as base64 it grows by a third. */
export const MAX_CALLBACK_BYTES = 2 * 1024 * 1024;
/** A call older than this, or from later than this, is not WeCom's: it repeats a call for fifteen seconds. */
export const FRESH_MS = 5 * 60_000;
/** Calls that were answered are known for as long as they are fresh; more than so many are forgotten, the oldest first. */
const MOST_ANSWERED = 10_000;
const DONE = "success";

export type Webhook = { path: string; handle(request: Request): Promise<Response> };
export type CallbackOptions = { path: string; token: string; aesKey: string; corpId: string; now: () => number };
export type Fields = ReadonlyMap<string, string>;
/** Why a call was refused: the answer's whole body. */
export type RefusedFor = "signature" | "unreadable" | "receiver" | "stale" | "too-large" | "method" | "not-ready" | "not-stored";

type Proof = { signature: string; timestamp: string; nonce: string };
const STATUS: Record<RefusedFor, number> = {
  signature: 401,
  receiver: 403,
  stale: 403,
  unreadable: 400,
  method: 405,
  "too-large": 413,
  "not-stored": 500,
  "not-ready": 503,
};
const refuse = (why: RefusedFor): Response => new Response(why, { status: STATUS[why] });

/** The address WeCom calls: `success` only after what it told was heard; anything else is told again, three times.
 *  https://developer.work.weixin.qq.com/document/path/90930 */
export function createCallback(options: CallbackOptions, take: (fields: Fields) => Promise<"heard" | "not ready">): Webhook {
  const answered = createAnswered(options.now);
  return {
    path: options.path,
    async handle(request) {
      const query = new URL(request.url).searchParams;
      const proof = proofIn(query);
      if (!proof) return refuse("signature");
      if (request.method === "GET") {
        const opened = await open(options, proof, query.get("echostr") ?? "");
        return "why" in opened ? refuse(opened.why) : new Response(opened.message);
      }
      if (request.method !== "POST") return refuse("method");
      const sealed = await sealedIn(request);
      if (typeof sealed !== "string") return refuse(sealed.why);
      const opened = await open(options, proof, sealed);
      if ("why" in opened) return refuse(opened.why);
      // The same call once more says nothing new, whoever makes it.
      if (answered.has(proof.signature)) return new Response(DONE);
      const fields = readXml(opened.message);
      if (!fields) return refuse("unreadable");
      try {
        if ((await take(fields)) !== "heard") return refuse("not-ready");
      } catch {
        return refuse("not-stored");
      }
      answered.add(proof.signature);
      return new Response(DONE);
    },
  };
}

function proofIn(query: URLSearchParams): Proof | undefined {
  const [signature, timestamp, nonce] = ["msg_signature", "timestamp", "nonce"].map((name) => query.get(name) ?? "");
  if (!signature || !timestamp || !nonce) return undefined;
  return /^[0-9a-f]{40}$/u.test(signature) && /^\d{1,12}$/u.test(timestamp) && nonce.length <= 128 ? { signature, timestamp, nonce } : undefined;
}

async function sealedIn(request: Request): Promise<string | { why: RefusedFor }> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_CALLBACK_BYTES) return { why: "too-large" };
  const body = await readAtMost(request.body, MAX_CALLBACK_BYTES);
  if (!body) return { why: "too-large" };
  return readXml(new TextDecoder().decode(body))?.get("Encrypt") ?? { why: "unreadable" };
}

/** Each step only after the one before it: the signature over what is sealed, the seal, for whom it is, when it was made.
 *  The library's `decrypt` checks none of these, and opens with a wrong key without a word. */
async function open({ token, aesKey, corpId, now }: CallbackOptions, proof: Proof, sealed: string): Promise<{ message: string } | { why: RefusedFor }> {
  const { getSignature, decrypt } = await import("@wecom/crypto");
  const expected = getSignature(token, proof.timestamp, proof.nonce, sealed);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(proof.signature))) return { why: "signature" };
  let opened: { message: string; id: string };
  try {
    opened = decrypt(aesKey, sealed);
  } catch {
    return { why: "unreadable" };
  }
  if (opened.id !== corpId) return { why: "receiver" };
  if (Math.abs(now() - Number(proof.timestamp) * 1000) > FRESH_MS) return { why: "stale" };
  return { message: opened.message };
}

/** Calls already answered, until they are too old to be taken at all. */
function createAnswered(now: () => number) {
  const at = new Map<string, number>();
  return {
    has: (signature: string): boolean => at.has(signature),
    add(signature: string): void {
      at.set(signature, now());
      for (const [oldest, when] of at) {
        if (at.size <= MOST_ANSWERED && now() - when <= 2 * FRESH_MS) break;
        at.delete(oldest);
      }
    },
  };
}
