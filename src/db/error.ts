/** Why there is no database. The message is one sentence for the person who started the program. */
export class DatabaseError extends Error {
  readonly code: "busy" | "folder-in-use" | "no-binary" | "cannot-run" | "unreachable";

  constructor(code: DatabaseError["code"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "DatabaseError";
    this.code = code;
  }
}
