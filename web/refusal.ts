import type { Context } from "hono";

/** A request that is not carried out, with a code for programs and a sentence for people. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: Status;
  readonly code: string;
  readonly field: string | null;
  readonly say: string;
  constructor(status: Status, code: string, say: string, field: string | null = null) {
    super(`${code}: ${say}`);
    this.status = status;
    this.code = code;
    this.field = field;
    this.say = say;
  }
  get body(): { error: { code: string; field: string | null; say: string } } {
    return { error: { code: this.code, field: this.field, say: this.say } };
  }
}

type Status = 400 | 403 | 404 | 413 | 415 | 500 | 503;

export const unknownPage = (): Refusal => new Refusal(404, "not-found", "没有这个页面。");

/** Asked by the page for a part of itself. */
export const isPart = (c: Context): boolean => c.req.header("hx-request") === "true";
