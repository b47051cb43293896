/** The longer edge, in pixels: twice what a page shows, for sharp screens. */
const EDGE = 480;
/** A telephone's picture has up to 50 million; what claims more than this is not decoded. */
const MAX_PIXELS = 64_000_000;

/** A small picture of a picture, upright, as WebP; undefined where it cannot be decoded or would take too much to decode. */
export async function thumbnailOf(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const { default: sharp } = await import("sharp");
  const drawn = sharp(bytes, { limitInputPixels: MAX_PIXELS }).autoOrient().resize(EDGE, EDGE, { fit: "inside", withoutEnlargement: true });
  return drawn
    .webp()
    .toBuffer()
    .catch(() => undefined);
}
