/* A tar archive (POSIX ustar, plain files only), so that a backup can be looked into with `tar tzf` anywhere. */

const blockBytes = 512;
const nameBytes = 100;
const sizeLimit = 8 ** 11 - 1;

/** One file of an archive. Its body must be read, or left, before the next one is asked for. */
export type Entry = { readonly name: string; readonly size: number; readonly body: AsyncIterable<Uint8Array> };

/** One file as archive bytes. The body must have exactly that size. */
export async function* pack(name: string, size: number, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield header(name, size);
  let written = 0;
  for await (const chunk of body) {
    written += chunk.length;
    yield chunk;
  }
  if (written !== size) throw new Error(`${name} changed while it was being read: ${written} bytes instead of ${size}.`);
  yield new Uint8Array(padding(size));
}

/** What ends an archive. */
export function packEnd(): Uint8Array {
  return new Uint8Array(2 * blockBytes);
}

/** The files of an archive, one after the other; throws when it is cut short or no archive. */
export async function* unpack(source: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const reader = new BlockReader(source);
  for (;;) {
    const block = await reader.exactly(blockBytes);
    // Read to its last byte: what closes the compressed file says whether all before it is right.
    if (block.every((byte) => byte === 0)) return reader.finish();
    const { name, size } = parseHeader(block);
    let left = size;
    async function* body(): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const chunk = await reader.some(left);
        left -= chunk.length;
        yield chunk;
      }
    }
    yield { name, size, body: body() };
    while (left > 0) left -= (await reader.some(left)).length;
    await reader.exactly(padding(size));
  }
}

function header(name: string, size: number): Uint8Array {
  if (Buffer.byteLength(name) > nameBytes || size > sizeLimit) throw new Error(`${name} does not fit into the archive.`);
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0);
  block.write("0000600\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("00000000000\0", 136);
  block.write("0ustar\x0000", 156);
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function parseHeader(bytes: Uint8Array): { name: string; size: number } {
  const block = Buffer.from(bytes);
  const text = (from: number, to: number) => block.toString("utf8", from, to).replace(/\0.*$/s, "").trim();
  if (Number.parseInt(text(148, 156), 8) !== checksum(block)) throw new Error("This is not a backup, or it is damaged.");
  return { name: text(0, nameBytes), size: Number.parseInt(text(124, 136), 8) };
}

/** The sum of all bytes, those of the checksum itself counted as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

function padding(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

/** Reads a stream in the portions one asks for, holding one chunk of it. */
class BlockReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** At least one byte, at most `limit`. */
  async some(limit: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const next = await this.#next();
      if (next === undefined) throw new Error("The backup ends too early.");
      this.#rest = next;
    }
    const taken = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  /** Nothing but zeros may follow. */
  async finish(): Promise<void> {
    for (let rest: Uint8Array | undefined = this.#rest; rest !== undefined; rest = await this.#next())
      if (rest.some((byte) => byte !== 0)) throw new Error("Something follows the end of the backup.");
  }

  async #next(): Promise<Uint8Array | undefined> {
    const next = await this.#chunks.next();
    return next.done ? undefined : next.value;
  }

  async exactly(size: number): Promise<Uint8Array> {
    const whole = new Uint8Array(size);
    for (let filled = 0; filled < size;) {
      const part = await this.some(size - filled);
      whole.set(part, filled);
      filled += part.length;
    }
    return whole;
  }
}
