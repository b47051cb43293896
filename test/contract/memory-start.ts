import { createMemory, type Saying } from "../../src/channel/memory/index.ts";
import { BOT_NAME, type Where } from "../../src/channel/port.ts";
import { createEars } from "./ears.ts";
import type { FarEnd, Harness } from "./harness.ts";

/** The memory channel, and people who talk on it. */
export async function memory(): Promise<Harness> {
  const channel = createMemory();
  const said = new Map<string, { text: string; mine: boolean }>();
  let count = 0;
  let unheard = 0;
  const ears = createEars();
  /** As a platform does: what was not acknowledged is delivered until it is. */
  const insist = (saying: () => Promise<void>): void => {
    unheard += 1;
    const retry = (): Promise<void> => channel.deliver().catch(retry);
    void saying()
      .catch(retry)
      .then(() => (unheard -= 1))
      .then(ears.changed);
  };
  const tell = (saying: Saying): void => insist(() => channel.say(saying));
  const quoteOf = (messageId: string) => {
    const own = channel.transcript.find((each) => each.messageId === messageId);
    return { messageId, mine: own !== undefined, text: own?.text ?? said.get(messageId)?.text ?? "" };
  };
  const far: FarEnd = {
    // Names are ids here: of two people of one nickname the play knows the full names.
    person: (name) => ({ id: `${name}${(count += 1)}`, name }),
    group: (name) => ({ kind: "group", id: name, name }),
    direct: async (who) => ({ kind: "direct", id: who.id, name: who.name }),
    say(where, from, text, { at = Date.now(), toBot, mentions, quotes, picture, place, lost } = {}) {
      const messageId = `m-${(count += 1)}`;
      const words = `${toBot ? `@${BOT_NAME} ` : ""}${text}`;
      said.set(messageId, { text: words, mine: false });
      tell({
        kind: "message",
        where,
        from,
        at,
        messageId,
        text: words,
        ...(toBot ? { mentionsMe: true } : {}),
        ...(mentions ? { mentions: [mentions.id] } : {}),
        ...(quotes ? { quote: quoteOf(quotes) } : {}),
        ...(picture ? { media: [{ kind: "picture", name: "图.jpg", bytes: picture }] } : {}),
        ...(place ? { media: [{ kind: "place", name: place.join(",") }] } : {}),
        ...(lost ? { media: [{ kind: "file", name: "材料.pdf", missing: "没有这个文件" }] } : {}),
      });
      return messageId;
    },
    again: () => insist(() => channel.again()),
    press: (where, messageId, data, from) => tell({ kind: "press", where, from, at: Date.now(), messageId, data }),
    edit: (where, messageId, text, from) => tell({ kind: "message", where, from, at: Date.now(), messageId, text, edited: true }),
    join: (where, who) => tell({ kind: "join", where, from: who, who, at: Date.now() }),
    leave: (where, who) => tell({ kind: "leave", where, from: who, who, at: Date.now() }),
    shown: (where: Where) => channel.messages(where),
    next(trouble) {
      channel.fail(trouble === "rate" ? { ok: false, kind: "rate", retryAfterMs: 3000, message: "慢一点" } : { ok: false, kind: "unknown", message: "断了" });
    },
    bar: (where) => channel.fail({ ok: false, kind: "gone", message: "不在群里了" }, Infinity, where),
    settled: () => ears.waitFor("everything is heard", () => unheard === 0),
  };
  return { channel, ears, far, close: async () => {} };
}
