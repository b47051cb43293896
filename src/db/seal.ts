import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Where a sealed text stands. It opens nowhere else: a ciphertext copied to another row is refused. */
export type Place = { readonly table: string; readonly row: string | number; readonly column: string };

/** A key of 32 bytes. */
export type Key = Uint8Array & { readonly __key?: never };

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** The first byte of everything sealed, so that another cipher can follow one day. */
const format = 1;

/** The two keys that grow from `LIANXIN_SECRET`: one seals, one makes look-up prints; neither tells the other. */
export function keysFrom(secret: string): { readonly seal: Key; readonly print: Key } {
  const grow = (purpose: string) => new Uint8Array(hkdfSync("sha256", secret, "lianxin", purpose, keyBytes));
  return { seal: grow("seal"), print: grow("fingerprint") };
}

/** AES-256-GCM with the place as associated data. */
export function seal(key: Key, place: Place, text: string): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(placeBytes(place));
  const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), hidden]);
}

/** Throws when the key is another, when one bit was changed, or when it was sealed for another place. */
export function open(key: Key, place: Place, sealed: Uint8Array): string {
  const start = 1 + nonceBytes + tagBytes;
  if (sealed.length < start || sealed[0] !== format) throw new Error("This is not a sealed text.");
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(placeBytes(place));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, start));
  return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()]).toString("utf8");
}

/** Seals and opens for one installation. */
export type Vault = { seal(place: Place, text: string): Uint8Array; open(place: Place, sealed: Uint8Array): string };

export const createVault = (secret: string): Vault => {
  const { seal: key } = keysFrom(secret);
  return { seal: (place, text) => seal(key, place, text), open: (place, sealed) => open(key, place, sealed) };
};

/** A blind index, 64 hex digits: the same phone gives the same print however it is written, and nothing leads back. */
export function fingerprint(key: Key, text: string): string {
  return createHmac("sha256", key).update(normalise(text)).digest("hex");
}

/** A phone as others may see it: 138****8000. Of a short number only the last two digits. */
export function mask(phone: string): string {
  const plain = normalise(phone);
  const [head, tail] = plain.length >= 10 ? [3, 4] : [0, Math.min(2, Math.floor(plain.length / 2))];
  return plain.slice(0, head) + "*".repeat(plain.length - head - tail) + plain.slice(plain.length - tail);
}

/** Full-width digits, spaces, dashes and the country's prefix are ways of writing, not other numbers. */
function normalise(text: string): string {
  const plain = text.normalize("NFKC").trim();
  const digits = plain.replace(/[\s()‐‑–—-]/gu, "");
  if (!/^\+?\d+$/.test(digits)) return plain.toUpperCase();
  const national = /^(?:\+86|0086|86(?=1\d{10}$))(\d+)$/.exec(digits)?.[1];
  if (national === undefined) return digits;
  return /^(?:1\d{10}|0\d+)$/.test(national) ? national : `0${national}`;
}

/** Spelled so that no two places give the same bytes. */
function placeBytes(place: Place): Uint8Array {
  return Buffer.from(JSON.stringify([place.table, `${place.row}`, place.column]));
}
