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

/** `thread`: a topic inside a group, where the platform has such. It is one room all the same: only what answers something
 *  said in a topic goes back into it. */
export type Where = { kind: "group" | "direct"; id: string; name?: string; thread?: string };
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
      /** A sign put to the quoted message, which is its only sticker; whose message that was, only its lines tell. It may
       *  answer a question, and is no word else. */
      reaction?: boolean;
      messageId?: string;
    }
  | { kind: "press"; messageId: string; data: string; pressId?: string }
  | { kind: "join" | "leave"; who: Who; stranger?: boolean }
  /** `hearsAll`, of a group it was added to: whether all that is said there is heard; unsaid, it is as the channel is. In a
   *  direct chat, added and removed mean that the person lets the bot write, or no longer. */
  | { kind: "room"; change: "added" | "removed" | "renamed" | "migrated"; to?: string; hearsAll?: boolean }
);

/** `data` is at most `Capabilities.maxButtonDataBytes` long, else the line is refused as `too_big` and nothing is shown. */
export type Button = { label: string; data: string };

/** A table, drawn and written by whoever shows it: `pictureOf` and `spreadsheetOf` in `sheet.ts`. */
export type Sheet = { name: string; columns: string[]; rows: string[][] };

/** One bubble to one room. `key` is stable over retries: an idempotent channel shows it once. `quote`: what it answers, for
 *  channels that can show that. */
export type Outgoing = { key: string; to: Where; text: string; buttons: Button[]; mention?: Who[]; sheets?: Sheet[]; quote?: { messageId: string } };

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
  /** How whoever runs the bot lets it hear everything in a group, in words for them; absent where nothing does. */
  hearsGroupHow?: string;
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
  /** What is said while the channel is down is never delivered: groups are told that it may have been missed. */
  losesWhileDown?: boolean;
  /** Messages a minute to one group; and the gap between two messages to one chat. */
  perRoomPerMinute: number;
  gapMs: number;
  /** The gap between any two messages that nobody asked for, wherever to; absent where the platform counts chats only. */
  gapOfAllMs?: number;
};

export type Ears = {
  /** Resolves only when the message is durably stored (or known from before). Only then may the platform be told. */
  hear(heard: Heard): Promise<void>;
  /** The channel came up or went away. */
  state(state: "up" | "down", why?: string): void;
};

/** How a channel stands into which a person must log in, by scanning `code` with a phone. */
export type Login = {
  state: "off" | "starting" | "scan" | "online" | "offline" | "kicked";
  code?: string;
  /** Who is logged in. */
  name?: string;
  why?: string;
  /** Since when it stands so, milliseconds since 1970. */
  since: number;
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
  /** Where a person must log in: how that stands. */
  login?(): Login;
  stop(): Promise<void>;
};
