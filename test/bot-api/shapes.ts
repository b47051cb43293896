/** The shapes of the Bot API that the local server speaks; what it does not look at stays open. */
export type User = { id: number; is_bot: boolean; first_name: string; last_name?: string; username?: string };
export type Chat = { id: number; type: "private" | "supergroup" | "group"; title?: string; first_name?: string; is_forum?: boolean };
export type Entity = { type: string; offset: number; length: number; user?: User };
export type Markup = { inline_keyboard?: { text: string; callback_data?: string }[][] };
export type Message = {
  message_id: number;
  chat: Chat;
  from: User;
  date: number;
  text?: string;
  entities?: Entity[];
  reply_markup?: Markup;
  reply_to_message?: Message;
  edit_date?: number;
  [more: string]: unknown;
};
/** What may be allowed to a bot beyond what it gets without asking. */
export const ONLY_ALLOWED = ["message_reaction", "message_reaction_count", "chat_member"];
export type Update = { update_id: number; [kind: string]: unknown };

/** What a call is answered instead of what it asked for. */
export type Fault =
  | { status: number; description: string; parameters?: Record<string, unknown> }
  /** The connection ends before the call was looked at; or after it was done, before its answer. */
  | "drop"
  | "cut";

export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly parameters: Record<string, unknown> | undefined;
  constructor(status: number, description: string, parameters?: Record<string, unknown>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

export type Params = Record<string, unknown>;
export type Upload = { name: string; bytes: Buffer };
