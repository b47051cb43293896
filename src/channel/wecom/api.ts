import { readAtMost } from "./media.ts";
import { NotSent, OddAnswer, Refusal } from "./outcome.ts";

export type ApiOptions = { root: string; corpId: string; secret: string; now: () => number };
export type Answer = Record<string, unknown>;
type What = { query?: Record<string, string>; json?: unknown; form?: FormData };

/** The server side of WeCom. Throws `Refusal` with the platform's code. */
export type Api = {
  call(path: string, what: What, signal: AbortSignal): Promise<Answer>;
  /** The content as it comes; a refusal is thrown. */
  download(mediaId: string, signal: AbortSignal): Promise<Response>;
};

const MAX_ANSWER_BYTES = 1024 * 1024;
const TOKEN_WAIT_MS = 10_000;
/** Renewed so long before it ends, so that no call carries one that ends on its way. */
const TOKEN_MARGIN_MS = 5 * 60_000;
/** The token is not the one that counts any more: https://developer.work.weixin.qq.com/document/path/91039 */
const STALE = new Set([40014, 42001, 41001]);

export function createApi(options: ApiOptions): Api {
  const tokens = createTokens(options);
  /** Once more with a new token, where the old one was refused: nothing has happened by then. */
  const withToken = async <T>(doing: (token: string) => Promise<T>): Promise<T> => {
    const token = await tokens.get();
    try {
      return await doing(token);
    } catch (error) {
      if (!(error instanceof Refusal) || !STALE.has(error.code)) throw error;
      tokens.forget(token);
      return doing(await tokens.get());
    }
  };
  const address = (path: string, query: Record<string, string>): string => `${options.root}/cgi-bin/${path}?${new URLSearchParams(query).toString()}`;
  return {
    call: (path, what, signal) =>
      withToken(async (token) => read(await fetch(address(path, { access_token: token, ...what.query }), { ...bodyOf(what), signal }))),
    download: (mediaId, signal) =>
      withToken(async (token) => {
        const response = await fetch(address("media/get", { access_token: token, media_id: mediaId }), { headers, signal });
        // A refusal comes with status 200, as JSON.
        if (!response.ok || (response.headers.get("content-type") ?? "").includes("json")) await read(response);
        return response;
      }),
  };
}

/** One token for all calls until it ends; asked for once, however many wait for it. */
function createTokens({ root, corpId, secret, now }: ApiOptions) {
  let held: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const query = new URLSearchParams({ corpid: corpId, corpsecret: secret }).toString();
    const answer = await fetch(`${root}/cgi-bin/gettoken?${query}`, { headers, signal: AbortSignal.timeout(TOKEN_WAIT_MS) })
      .then(read)
      .catch((error: unknown) => {
        if (error instanceof Refusal) throw error;
        throw new NotSent(`no access token: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
    const token = String(answer["access_token"] ?? "");
    if (!token) throw new NotSent("the platform answered without an access token");
    held = { token, until: now() + Number(answer["expires_in"] ?? 0) * 1000 - TOKEN_MARGIN_MS };
    return token;
  };
  return {
    get: async (): Promise<string> => {
      if (held && now() < held.until) return held.token;
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
    forget(token: string): void {
      if (held?.token === token) held = undefined;
    },
  };
}

const bodyOf = ({ json, form }: What): RequestInit => (form || json !== undefined ? posting(form ?? json) : { headers });

/** A connection for each call: one kept from before may be dead without either end knowing, and of what was written to it
 *  nobody could say whether it arrived. */
const headers = { connection: "close" };

export function posting(body: unknown): RequestInit {
  if (body instanceof FormData) return { method: "POST", body, headers };
  return { method: "POST", body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } };
}

/** The answer, or what it refused. */
export async function read(response: Response): Promise<Answer> {
  if (!response.ok) throw new OddAnswer(response.status);
  const body = await readAtMost(response.body, MAX_ANSWER_BYTES);
  const answer = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as Answer;
  const code = Number(answer["errcode"] ?? 0);
  if (code !== 0) throw new Refusal(code, String(answer["errmsg"] ?? ""));
  return answer;
}
