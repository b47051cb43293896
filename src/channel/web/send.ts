import type { Capabilities, Outgoing, Sent } from "../port.ts";

export const capabilities: Capabilities = {
  buttons: true,
  quote: true,
  mentions: false,
  files: true,
  edits: false,
  hearsGroup: true,
  stableIds: true,
  receipt: "id",
  idempotent: true,
  opensDirect: true,
  maxText: Number.POSITIVE_INFINITY,
  textUnit: "utf16",
  perRoomPerMinute: Number.POSITIVE_INFINITY,
  gapMs: 0,
};

/** The rows are the transcript: nothing is carried anywhere. The key is the message's id, so a second time is the same message. */
export const sendLine = (line: Outgoing): Sent => ({ ok: true, messageIds: [line.key] });
