/* WeCom's XML is flat: one root, elements without attributes, text or CDATA. What is read here is exactly that. A document
   type, an entity of one's own, an attribute, a comment, an instruction make the whole unreadable: nothing is expanded,
   nothing is fetched. */

const MOST_ELEMENTS = 500;
/** Before its signature is known to be right, a call costs no more than reading so many. */
const MOST_PIECES = 5000;
const DEEPEST = 5;
const NAME = "[A-Za-z_][\\w.-]{0,63}";
const PIECE = new RegExp(`<(${NAME})>|</(${NAME})>|<(${NAME}) ?/>|<!\\[CDATA\\[([^]*?)\\]\\]>|([^<&]+)|&(amp|lt|gt|quot|apos);`, "uy");
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

type Open = { name: string; text: string; nests: boolean };

/** The elements under the root by their names; those that hold others are walked over. Nothing when it is not such XML. */
export function readXml(xml: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  const open: Open[] = [];
  const pieces = new RegExp(PIECE);
  let [elements, count] = [0, 0];
  let ended = false;
  const close = (one: Open): boolean => {
    const under = open.at(-1);
    if (!under) ended = true;
    if (open.length !== 1 || one.nests) return true;
    // Said twice, nobody knows which is meant.
    if (fields.has(one.name)) return false;
    fields.set(one.name, one.text);
    return true;
  };
  while (pieces.lastIndex < xml.length) {
    const [piece, begins, ends, empty, cdata, text, entity] = pieces.exec(xml) ?? [];
    if (piece === undefined || (count += 1) > MOST_PIECES) return undefined;
    const inside = open.at(-1);
    const name = begins ?? empty;
    if (name !== undefined) {
      if (ended || open.length >= DEEPEST || (elements += 1) > MOST_ELEMENTS) return undefined;
      if (inside) inside.nests = true;
      const one = { name, text: "", nests: false };
      if (begins !== undefined) open.push(one);
      else if (!close(one)) return undefined;
    } else if (ends !== undefined) {
      const one = open.pop();
      if (one?.name !== ends || !close(one)) return undefined;
    } else {
      const words = cdata ?? text ?? ENTITIES[entity ?? ""] ?? "";
      if (inside) inside.text += words;
      else if (words.trim() || cdata !== undefined) return undefined;
    }
  }
  return ended ? fields : undefined;
}
