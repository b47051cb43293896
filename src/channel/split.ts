/** Cuts a text into messages a channel can show: at a line's end where one is near, never inside a surrogate pair.
 *  `max` counts UTF-16 units or bytes of UTF-8. Parts of white space alone are left out: no platform shows them. */
export function splitText(text: string, max: number, unit: "utf16" | "bytes"): string[] {
  const parts: string[] = [];
  for (let rest = text; rest;) {
    const cut = cutAt(rest, max, unit);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/u, "");
  }
  return parts.filter((part) => part.trim());
}

function cutAt(text: string, max: number, unit: "utf16" | "bytes"): number {
  const most = unit === "utf16" ? max : unitsWithin(text, max);
  if (most >= text.length) return text.length;
  const line = text.lastIndexOf("\n", most);
  // A line's end in the first half would make many short messages of one.
  if (line > most / 2) return line;
  return isHigh(text.charCodeAt(most - 1)) && most > 1 ? most - 1 : most;
}

/** How many UTF-16 units of the text fit into so many bytes; at least one character, so that cutting always ends. */
function unitsWithin(text: string, bytes: number): number {
  let units = 0;
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes && units) return units;
    units += character.length;
  }
  return units;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
