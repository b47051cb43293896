import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BOT_NAME } from "../../src/channel/port.ts";
import { createWebChat, type Said, translate } from "../../src/channel/web/index.ts";
import { createEars } from "./ears.ts";
import type { Claims } from "./contract.ts";
import type { Bubble, FarEnd, Harness } from "./harness.ts";
import { hearingContract } from "./hearing.ts";
import { sendingContract } from "./sending.ts";

/** What the web chat has no way to do, and so need not do right: nobody edits, joins or sends a file there, its pictures
 *  are stored before they are heard, and no platform refuses its lines. */
const NOT_THERE = ["an edit is", "who comes", "a picture comes", "a file that cannot"];

describe("the web chat", () => {
  const claims: Claims = { ...hearingContract, ...sendingContract };
  for (const [sentence, show] of Object.entries(claims).filter(([each]) => !NOT_THERE.some((missing) => each.startsWith(missing))))
    it(sentence, async (test) => {
      const harness = web();
      await harness.channel.start(harness.ears);
      await show(harness, test);
      await harness.channel.stop();
    });

  it("says nothing while it is stopped", async () => {
    const sent = await createWebChat().send({ key: "1", to: { kind: "group", id: "群" }, text: "有人吗", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "temporary");
  });

  it("takes what stands in brackets for what it names, as plays do", () => {
    const heard = translate({ key: "k", person: { name: "刘阿姨", display: "刘阿姨" }, at: 0, text: "[表情 微笑]", media: [], names: [] });
    assert.deepEqual(heard.kind === "message" && { text: heard.text, media: heard.media }, { text: "", media: [{ kind: "sticker", name: "微笑" }] });
  });
});

/** The page's part: what was sent is a row with the id that the channel gave it, so the same id is the same message. */
function web(): Harness {
  const inner = createWebChat();
  const shown = new Map<string, Bubble & { room: string }>();
  const ears = createEars();
  const texts = new Map<string, string>();
  let count = 0;
  let last: Said | undefined;
  const said = (one: Said): string => {
    last = one;
    void ears.hear(translate(one));
    return one.key;
  };
  const place = (where: { kind: string; id: string }) => (where.kind === "group" ? { room: where.id } : {});
  const quoteOf = (messageId: string) => ({ messageId, mine: shown.has(messageId), text: shown.get(messageId)?.text ?? texts.get(messageId) ?? "" });
  const frame = (where: { kind: string; id: string }, from: { id: string; name: string }) => ({
    key: `k${(count += 1)}`,
    person: { name: from.id, display: from.name },
    ...place(where),
  });
  const far: FarEnd = {
    person: (name) => ({ id: `${name}${(count += 1)}`, name }),
    group: (name) => ({ kind: "group", id: name, name }),
    direct: async (who) => ({ kind: "direct", id: who.id, name: who.id }),
    say(where, from, text, { at = Date.now(), toBot, mentions, quotes, place: spot } = {}) {
      const words = `${toBot ? `@${BOT_NAME} ` : ""}${mentions ? `@${mentions.name} ` : ""}${spot ? `[位置 ${spot.join(",")}]` : ""}${text}`;
      const key = said({
        ...frame(where, from),
        at,
        text: words,
        media: [],
        names: mentions ? [mentions.name] : [],
        ...(quotes ? { quote: quoteOf(quotes) } : {}),
      });
      texts.set(key, words);
      return key;
    },
    again: () => void (last && ears.hear(translate(last))),
    press: (where, messageId, data, from) => void said({ ...frame(where, from), at: Date.now(), press: { messageId, data } }),
    shown: (where) => [...shown.values()].filter((each) => each.room === where.id),
    settled: async () => {},
    edit: absent,
    join: absent,
    leave: absent,
    next: absent,
    bar: absent,
  };
  const channel: Harness["channel"] = {
    ...inner,
    async send(line) {
      const sent = await inner.send(line);
      if (sent.ok) for (const messageId of sent.messageIds) shown.set(messageId, { messageId, text: line.text, buttons: line.buttons, room: line.to.id });
      return sent;
    },
  };
  return { channel, ears, far, close: async () => {} };
}

function absent(): never {
  throw new Error("the web chat has no way to do this");
}
