import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Where a sealed text stands. It opens nowhere else: a ciphertext copied to another row is refused. */
export type Place = { readonly table: string; readonly row: string | number; readonly column: string };

/** A key of 32 bytes. */
export type Key = Uint8Array & { readonly __key?: never };

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** The first byte of everything sealed: by the town's key, or by that of the person it belongs to. */
const format = { town: 1, person: 2 } as const;

/** The keys that grow from `LIANXIN_SECRET`: one seals, one seals people's own keys, one makes look-up prints; none tells
 *  another. */
export function keysFrom(secret: string): { readonly seal: Key; readonly wrap: Key; readonly print: Key } {
  const grow = (purpose: string) => new Uint8Array(hkdfSync("sha256", secret, "lianxin", purpose, keyBytes));
  return { seal: grow("seal"), wrap: grow("wrap"), print: grow("fingerprint") };
}

/** AES-256-GCM with the place as associated data. */
export function seal(key: Key, place: Place, text: string, by: keyof typeof format = "town"): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(placeBytes(place));
  const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Uint8Array.of(format[by]), nonce, cipher.getAuthTag(), hidden]);
}

/** Throws when the key is another, when one bit was changed, or when it was sealed for another place. */
export function open(key: Key, place: Place, sealed: Uint8Array, by: keyof typeof format = "town"): string {
  const start = 1 + nonceBytes + tagBytes;
  if (sealed.length < start || sealed[0] !== format[by]) throw new Error("This is not a sealed text.");
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(placeBytes(place));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, start));
  return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()]).toString("utf8");
}

/** A person's own key as it is stored: wrapped, or null once it was destroyed. */
export type PersonKey = { readonly person: number; readonly wrapped: Uint8Array | null };
/** `erased`: the key of the person it belonged to was destroyed. */
export type Opened = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: "erased" };

/** Seals and opens for one installation: by the key of the person it belongs to, or without one by the town's. What was
 *  sealed by the town's key before people had theirs opens too. */
export type Vault = {
  newKey(person: number): Uint8Array;
  /** A destroyed key seals nothing: throws. */
  seal(place: Place, text: string, key?: PersonKey): Uint8Array;
  open(place: Place, sealed: Uint8Array, key?: PersonKey): Opened;
};

export const createVault = (secret: string): Vault => {
  const { seal: town, wrap } = keysFrom(secret);
  const unwrap = ({ person, wrapped }: PersonKey): Key | undefined => (wrapped ? Buffer.from(open(wrap, keyPlace(person), wrapped), "base64") : undefined);
  return {
    newKey: (person) => seal(wrap, keyPlace(person), randomBytes(keyBytes).toString("base64")),
    seal: (place, text, of) => {
      if (!of) return seal(town, place, text);
      const key = unwrap(of);
      if (!key) throw new Error(`the key of person ${of.person} was destroyed`);
      return seal(key, place, text, "person");
    },
    open: (place, sealed, of) => {
      if (sealed[0] === format.town) return { ok: true, text: open(town, place, sealed) };
      const key = of && unwrap(of);
      return key ? { ok: true, text: open(key, place, sealed, "person") } : { ok: false, code: "erased" };
    },
  };
};

const keyPlace = (person: number): Place => ({ table: "person_key", row: person, column: "wrapped" });

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
