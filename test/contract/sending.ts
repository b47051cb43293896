import assert from "node:assert/strict";
import { withChoices } from "../../src/channel/choices.ts";
import type { Claims } from "./contract.ts";
import { cleaned, hostileTexts } from "./hostile.ts";

export const sendingContract: Claims = {
  async "a line is shown once, in its room, with its words and buttons, in the order it was sent"({ channel, far }) {
    const [room, other] = [far.group("群"), far.group("别的群")];
    const sent = await channel.send({ key: "1", to: room, text: "已登记 氟硅-0042", buttons: [] });
    const choices = [
      { label: "签到", data: "in" },
      { label: "请假", data: "leave" },
    ];
    await channel.send({ key: "2", to: room, text: "请选择", buttons: choices });
    assert.ok(sent.ok);
    const shown = far.shown(room);
    assert.deepEqual(
      shown.map((each) => each.text),
      ["已登记 氟硅-0042", channel.capabilities.buttons ? "请选择" : withChoices("请选择", choices)],
    );
    assert.deepEqual(sent.messageIds, [shown[0]?.messageId]);
    if (channel.capabilities.buttons)
      assert.deepEqual(
        shown[1]?.buttons.map((each) => each.data),
        ["in", "leave"],
      );
    assert.deepEqual(far.shown(other), []);
  },

  async "a line reaches one person in private"({ channel, far }) {
    const direct = await far.direct(far.person("荣师傅"));
    assert.ok((await channel.send({ key: "1", to: direct, text: "只对您说", buttons: [] })).ok);
    assert.equal(far.shown(direct).at(-1)?.text, "只对您说");
  },

  async "the same key twice is shown once exactly where the channel says so"({ channel, far }) {
    const room = far.group("群");
    for (const _ of [1, 2]) assert.ok((await channel.send({ key: "same", to: room, text: "通知", buttons: [] })).ok);
    assert.equal(far.shown(room).length, channel.capabilities.idempotent ? 1 : 2);
  },

  async "a long text is shown whole, in pieces the platform takes, no character cut in two"({ channel, far }) {
    const room = far.group("群");
    const { maxText, textUnit } = channel.capabilities;
    // An odd letter first, so that a cut at the limit would fall into a pair.
    const text = `一${"😀".repeat(Number.isFinite(maxText) ? maxText : 5000)}`;
    const buttons = [{ label: "收到", data: "ok" }];
    const sent = await channel.send({ key: "long", to: room, text, buttons });
    assert.ok(sent.ok);
    const shown = far.shown(room);
    assert.equal(shown.map((each) => each.text).join(""), channel.capabilities.buttons ? text : withChoices(text, buttons));
    for (const { text: piece } of shown) {
      assert.ok(piece.isWellFormed());
      assert.ok((textUnit === "utf16" ? piece.length : Buffer.byteLength(piece)) <= maxText);
    }
    assert.deepEqual(new Set(sent.messageIds), new Set(shown.map((each) => each.messageId)));
    if (!channel.capabilities.buttons) return;
    // What is pressed must point to the id that is kept: the first.
    assert.deepEqual(
      shown.filter((each) => each.buttons.length).map((each) => each.messageId),
      [sent.messageIds[0]],
    );
  },

  async "a button that holds more than the platform takes is refused before anything is shown"({ channel, far }) {
    const room = far.group("群");
    const max = channel.capabilities.maxButtonDataBytes;
    const send = (bytes: number) => channel.send({ key: `b${bytes}`, to: room, text: "选", buttons: [{ label: "选", data: "x".repeat(bytes) }] });
    assert.ok((await send(max ?? 1000)).ok);
    if (max === undefined) return;
    const refused = await send(max + 1);
    assert.equal(!refused.ok && refused.kind, "too_big");
    assert.equal(far.shown(room).length, 1);
  },

  async "hostile words are shown as words"({ channel, far }) {
    for (const [what, text] of Object.entries(hostileTexts)) {
      if (what === "a megabyte") continue;
      const room = far.group(what);
      const sent = await channel.send({ key: what, to: room, text, buttons: [] });
      assert.ok(sent.ok, `${what}: ${JSON.stringify(sent)}`);
      assert.equal(
        cleaned(
          far
            .shown(room)
            .map((each) => each.text)
            .join(""),
        ),
        cleaned(text),
        what,
      );
    }
  },
};
