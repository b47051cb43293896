/* https://www.postgresql.org/docs/current/errcodes-appendix.html and the codes of postgres.js and of Node's sockets. */
const GONE = /^(?:CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOENT$|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENOTFOUND$|EAI_AGAIN$)/u;
/** Connection lost; no room on disk, no memory, too many connections; shut down; the disk or a file failed; read only, as a
 *  standby is. */
const STATES = /^(?:08|53|57P0[1-5]|58|25006)/u;

/** The database, not what was asked of it, is the reason: the same will succeed once it is well again. */
export function isTrouble(error: unknown): boolean {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === "string" && (GONE.test(code) || STATES.test(code));
}
