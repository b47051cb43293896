import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createVault, fingerprint, keysFrom, mask, open, seal } from "../../src/db/seal.ts";

const keys = keysFrom("a secret that nobody knows");
const place = { table: "person", row: 7, column: "phone_sealed" };

test("What was sealed for a place opens there, whatever it says", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      assert.equal(open(keys.seal, place, seal(keys.seal, place, text)), text);
    }),
  );
});

test("The same text sealed twice does not look the same, and does not show", () => {
  const first = Buffer.from(seal(keys.seal, place, "13800138000"));
  assert.notDeepEqual(first, Buffer.from(seal(keys.seal, place, "13800138000")));
  assert.equal(first.includes("13800138000"), false);
});

test("A ciphertext moved to another row, column or table is refused", () => {
  const sealed = seal(keys.seal, place, "13800138000");
  for (const other of [{ row: 8 }, { row: "07" }, { column: "kept_sealed" }, { table: "organisation" }])
    assert.throws(() => open(keys.seal, { ...place, ...other }, sealed));
});

test("A ciphertext with any one bit changed, or cut short, is refused", () => {
  const sealed = seal(keys.seal, place, "13800138000");
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Uint8Array.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => open(keys.seal, place, changed), `bit ${bit}`);
  }
  for (let length = 0; length < sealed.length; length++) assert.throws(() => open(keys.seal, place, sealed.subarray(0, length)));
});

test("Another secret opens nothing and finds nothing", () => {
  const other = keysFrom("another secret");
  assert.throws(() => open(other.seal, place, seal(keys.seal, place, "13800138000")));
  assert.notEqual(fingerprint(keys.print, "13800138000"), fingerprint(other.print, "13800138000"));
});

test("A phone is found however it is written", () => {
  const print = fingerprint(keys.print, "13800138000");
  for (const spelling of ["+8613800138000", "+86 138-0013-8000", "0086 13800138000", "8613800138000", "１３８００１３８０００", " 138 0013 8000 "])
    assert.equal(fingerprint(keys.print, spelling), print, spelling);
  assert.equal(fingerprint(keys.print, "0794-8228888"), fingerprint(keys.print, "+86 794 8228888"));
  assert.notEqual(fingerprint(keys.print, "13800138001"), print);
  assert.equal(fingerprint(keys.print, "36250219500101001x"), fingerprint(keys.print, "36250219500101001Ｘ"));
});

test("A masked phone keeps its ends only", () => {
  assert.equal(mask("13800138000"), "138****8000");
  assert.equal(mask("+86 138-0013-8000"), "138****8000");
  assert.equal(mask("8228888"), "*****88");
  assert.equal(mask(""), "");
});

test("A person's key opens what is theirs, and nothing of others", () => {
  const vault = createVault("a secret that nobody knows");
  const [mine, yours] = [7, 8].map((person) => ({ person, wrapped: vault.newKey(person) }));
  const sealed = vault.seal(place, "13800138000", mine);
  assert.deepEqual(vault.open(place, sealed, mine), { ok: true, text: "13800138000" });
  assert.throws(() => vault.open(place, sealed, yours));
  assert.throws(() => vault.open(place, sealed, { person: 8, wrapped: mine?.wrapped ?? null }), "a key belongs to its person");
  assert.throws(() => open(keys.seal, place, sealed), "the town's key does not open it");
  assert.deepEqual(vault.open(place, sealed, { person: 7, wrapped: null }), { ok: false, code: "erased" });
});
