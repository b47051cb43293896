/** What every channel looks like to the rest of the program. Adapters hold no business logic. */

/** The bot's name in what is heard: an adapter writes its platform's own name of the bot (`@lianxin_bot`) as this one. */
export const BOT_NAME = "链心";

export type Media = {
  kind: "picture" | "voice" | "file" | "place" | "sticker";
  /** File name, sticker word, or `纬度,经度` for a place. */
  name: string;
  /** What a voice says, where the channel or a model knows it. */
  transcript?: string;
  /** SHA-256 of the stored content, once it is stored. */
  hash?: string;
  /** The content, until it is stored. */
  bytes?: Uint8Array;
  /** Why the content could not be kept (too large, gone): said to a person, never dropped. */
  missing?: string;
};

export type Where = { kind: "group" | "direct"; id: string; name?: string };
/** `name` is what they call themselves; `remark` what this login of the bot calls them (备注), where the platform has that. */
export type Who = { id: string; name: string; remark?: string };

/** Something that happened on a channel. `key` is unique on channel + account: chat + message + version of edit or press.
 *  Message ids are unique on the channel: where a platform numbers them per chat, the adapter puts the chat before them. */
export type Heard = {
  channel: string;
  /** Which login of the bot heard it (a bot id); `main` where there is one only. */
  account: string;
  key: string;
  where: Where;
  from: Who;
  /** When it was said, milliseconds since 1970. */
  at: number;
} & (
  | {
      kind: "message";
      text: string;
      media?: Media[];
      /** The bot itself is mentioned. */
      mentionsMe?: boolean;
      /** Other people who are mentioned, by external id or by the name the chat shows. */
      mentions?: string[];
      /** The message that is quoted, by the channel's message id; `mine` when the bot said it. */
      quote?: { messageId: string; mine: boolean; text?: string };
      /** An edit of an earlier message: a correction, never a second report. */
      edited?: boolean;
      messageId?: string;
    }
  | { kind: "press"; messageId: string; data: string; pressId?: string }
  | { kind: "join" | "leave"; who: Who; stranger?: boolean }
  | { kind: "room"; change: "added" | "removed" | "renamed" | "migrated"; to?: string }
);

/** `data` is at most `Capabilities.maxButtonDataBytes` long, else the line is refused as `too_big` and nothing is shown. */
export type Button = { label: string; data: string };

/** A table, drawn and written by whoever shows it: `pictureOf` and `spreadsheetOf` in `sheet.ts`. */
export type Sheet = { name: string; columns: string[]; rows: string[][] };

/** One bubble to one room. `key` is stable over retries: an idempotent channel shows it once. */
export type Outgoing = { key: string; to: Where; text: string; buttons: Button[]; mention?: Who[]; sheets?: Sheet[] };

/** What became of a line. `temporary` was certainly not shown, `unknown` may have been; `refused` will be refused again as
 *  it is; `gone` is a room or person that no longer exists, `unreachable` one that may come back (blocked, never began). */
export type Sent =
  /** The first id is the one that carries the buttons: what is pressed and quoted points to it. */
  | { ok: true; messageIds: string[] }
  | {
      ok: false;
      kind: "rate" | "gone" | "auth" | "too_big" | "temporary" | "unknown" | "unreachable" | "refused";
      retryAfterMs?: number;
      /** The room's new id, which was also heard as `migrated`. */
      movedTo?: string;
      message: string;
    };

/** What a platform can do. `docs/channels.md` has the table of all channels, made from these. */
export type Capabilities = {
  /** Buttons under a line. Elsewhere `withChoices` writes them out as numbers to answer with. */
  buttons: boolean;
  /** People can quote a line, and the quote tells which one. */
  quote: boolean;
  /** A mention rings for the person mentioned. Elsewhere only their name is written. */
  mentions: boolean;
  /** Pictures and files can be sent. Elsewhere a table is written out as text. */
  files: boolean;
  /** A correction of what was said is heard as such. Elsewhere people say it again. */
  edits: boolean;
  /** Everything said in a group is heard. Elsewhere only what mentions the bot. */
  hearsGroup: boolean;
  /** The ids of people and rooms stay the same over logins. Elsewhere people are known again by a remark or a code. */
  stableIds: boolean;
  /** What tells that a line arrived: the platform's answer to sending it, the line itself coming back, or nothing. */
  receipt: "id" | "echo" | "none";
  /** The same key sent twice is shown once: an unknown outcome may simply be sent again. */
  idempotent: boolean;
  /** The bot may write first to a person who never wrote to it. */
  opensDirect: boolean;
  /** Longest text of one message, in the channel's own unit. */
  maxText: number;
  textUnit: "utf16" | "bytes";
  /** Longest `data` of a button, in bytes of UTF-8; absent where there is no limit. */
  maxButtonDataBytes?: number;
  /** Messages a minute to one group; and the gap between two messages to one chat. */
  perRoomPerMinute: number;
  gapMs: number;
};

export type Ears = {
  /** Resolves only when the message is durably stored (or known from before). Only then may the platform be told. */
  hear(heard: Heard): Promise<void>;
  /** The channel came up or went away. */
  state(state: "up" | "down", why?: string): void;
};

export type Channel = {
  id: string;
  capabilities: Capabilities;
  /** From here on it speaks and listens; with `only: "speaks"` it leaves the one connection that listens to another process,
   *  until it is started once more without. */
  start(ears: Ears, only?: "speaks"): Promise<void>;
  send(line: Outgoing, signal?: AbortSignal): Promise<Sent>;
  /** A link that opens a direct chat with the bot, where a person must open it themselves. */
  directLink?(payload?: string): string | undefined;
  stop(): Promise<void>;
};
