import assert from "node:assert/strict";
import type { Claims } from "./contract.ts";
import { asHeard } from "./harness.ts";
import { cleaned, hostileTexts } from "./hostile.ts";

export const troubleContract: Claims = {
  async "a platform that wants a pause says for how long, and has shown nothing"({ channel, far }) {
    const room = far.group("群");
    far.next("rate", room);
    const sent = await channel.send({ key: "1", to: room, text: "慢一点", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "rate");
    assert.ok(!sent.ok && (sent.retryAfterMs ?? 0) > 0);
    assert.deepEqual(far.shown(room), []);
    assert.ok((await channel.send({ key: "1", to: room, text: "慢一点", buttons: [] })).ok);
    assert.equal(far.shown(room).length, 1);
  },

  async "a connection lost after the line was taken is never called unsent"({ channel, far }) {
    const room = far.group("群");
    far.next("cut", room);
    const sent = await channel.send({ key: "1", to: room, text: "可能到了", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "unknown");
    assert.equal(far.shown(room).length, 1);
  },

  async "a room that put the bot out is said to be gone, the others still hear it"({ channel, far }) {
    const [room, other] = [far.group("群"), far.group("别的群")];
    far.bar(room);
    const sent = await channel.send({ key: "1", to: room, text: "有人吗", buttons: [] });
    assert.ok(!sent.ok && (sent.kind === "gone" || sent.kind === "unreachable"), JSON.stringify(sent));
    assert.ok((await channel.send({ key: "2", to: other, text: "还在", buttons: [] })).ok);
  },

  async "what could not be stored is not acknowledged and comes again, before what was said after it"({ channel, ears, far }) {
    const room = far.group("群");
    const rong = far.person("荣师傅");
    ears.fail(2);
    far.say(room, rong, "第一句");
    far.say(room, rong, "第二句");
    await ears.message("第二句");
    await far.settled();
    assert.ok(ears.refused.length >= 1);
    const order = ears.heard.flatMap((each) => (each.kind === "message" ? [each.text] : []));
    assert.equal(order[0], asHeard(channel, room, "第一句"));
    assert.equal(new Set(ears.heard.map((each) => each.key)).size, 2);
    const first = ears.refused[0];
    assert.equal(ears.heard[0]?.key, first?.key);
    assert.equal(ears.heard[0]?.at, first?.at);
  },

  async "hostile words are heard whole, and what follows them too"({ channel, ears, far }) {
    const room = far.group("群");
    const mallory = far.person('"><img src=x> {name}\u202e');
    for (const text of Object.values(hostileTexts)) far.say(room, mallory, text);
    far.say(room, mallory, "最后一句");
    await ears.message("最后一句");
    const texts = Object.values(hostileTexts);
    assert.equal(ears.heard.length, texts.length + 1);
    for (const [at, text] of texts.entries()) {
      const heard = ears.heard[at];
      assert.ok(heard?.kind === "message");
      assert.equal(cleaned(heard.text), cleaned(asHeard(channel, room, text)));
      assert.equal(heard.from.id, mallory.id);
    }
  },

  async "stopped, it hears nothing; started again, it hears what was said meanwhile, once"({ channel, ears, far }) {
    const room = far.group("群");
    const rong = far.person("荣师傅");
    far.say(room, rong, "停之前");
    await ears.message("停之前");
    await far.settled();
    await channel.stop();
    far.say(room, rong, "停着的时候");
    const sent = await channel.send({ key: "1", to: room, text: "说不出去", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "temporary");
    assert.equal(ears.heard.length, 1);
    await channel.start(ears);
    if (far.forgets) return void (await ears.up());
    await ears.message("停着的时候");
    await far.settled();
    assert.equal(ears.heard.length, 2);
  },
};
