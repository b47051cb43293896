import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Sheet } from "./port.ts";

/* A table as people pass it on in a chat: a picture to read at once, a spreadsheet to work with. */

const FONT = "Lianxin Sans";
const [SIZE, ROW, PAD] = [22, 44, 16] as const;
/** So many rows are still read on a phone; the spreadsheet has them all. */
const MOST_DRAWN = 60;
const WIDEST_CELL = 420;
const INK = { text: "#1f2328", faint: "#6e7781", line: "#d0d7de", head: "#eef2f6", page: "#ffffff" };

let drawing: Promise<typeof import("@napi-rs/canvas")> | undefined;

/** The canvas with its Chinese font: loaded when the first picture is drawn, not at start. */
function loadCanvas() {
  drawing ??= import("@napi-rs/canvas").then((canvas) => {
    const fonts = dirname(dirname(fileURLToPath(import.meta.resolve("@embedpdf/fonts-sc"))));
    canvas.GlobalFonts.registerFromPath(join(fonts, "fonts", "NotoSansHans-Regular.otf"), FONT);
    return canvas;
  });
  return drawing;
}

/** A PNG: the name, the head, at most 60 rows, and how many there are in all. */
export async function pictureOf({ name, columns, rows }: Sheet): Promise<Uint8Array> {
  const { createCanvas } = await loadCanvas();
  const drawn = rows.slice(0, MOST_DRAWN);
  const note = rows.length > drawn.length ? `共${rows.length}行，这里是前${drawn.length}行，全部在表格里` : `共${rows.length}行`;
  const ruler = createCanvas(1, 1).getContext("2d");
  ruler.font = `${SIZE}px "${FONT}"`;
  const cells = drawn.map((row) => columns.map((_, at) => fitted(ruler, row[at] ?? "")));
  const widths = columns.map(
    (column, at) => Math.max(ruler.measureText(column).width, ...cells.map((row) => ruler.measureText(row[at] ?? "").width)) + 2 * PAD,
  );
  const title = fitted(ruler, name, WIDEST_CELL * 2);
  const width = Math.ceil(
    Math.max(
      widths.reduce((sum, each) => sum + each, 0),
      ruler.measureText(title).width + 2 * PAD,
      ruler.measureText(note).width + 2 * PAD,
    ),
  );
  const height = (cells.length + 3) * ROW;
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = INK.page;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = INK.head;
  pen.fillRect(0, ROW, width, ROW);
  pen.font = ruler.font;
  pen.textBaseline = "middle";
  write(pen, [title], [width], 0, INK.text);
  write(pen, columns, widths, 1, INK.faint);
  for (const [at, row] of cells.entries()) write(pen, row, widths, at + 2, INK.text);
  write(pen, [note], [width], cells.length + 2, INK.faint);
  return canvas.encode("png");
}

function write(pen: SKRSContext2D, row: readonly string[], widths: readonly number[], line: number, ink: string): void {
  let x = PAD;
  pen.fillStyle = ink;
  for (const [at, text] of row.entries()) {
    pen.fillText(text, x, (line + 0.5) * ROW);
    x += widths[at] ?? 0;
  }
  pen.fillStyle = INK.line;
  pen.fillRect(0, (line + 1) * ROW - 1, pen.canvas.width, 1);
}

/** One line, cut where a cell ends. */
function fitted(ruler: SKRSContext2D, text: string, widest = WIDEST_CELL): string {
  const flat = text.replaceAll(/\s+/gu, " ").toWellFormed();
  if (ruler.measureText(flat).width <= widest) return flat;
  const letters = [...flat].slice(0, 100);
  while (letters.length && ruler.measureText(`${letters.join("")}…`).width > widest) letters.pop();
  return `${letters.join("")}…`;
}

/** An XLSX with one sheet. Every cell is text: what somebody wrote is never a formula. */
export async function spreadsheetOf({ name, columns, rows }: Sheet): Promise<Uint8Array> {
  const { default: writeXlsx } = await import("write-excel-file/node");
  const cell = (value: string) => ({ type: String, value: value.toWellFormed().replaceAll(/[^\P{Cc}\t\n\r]/gu, "") });
  const head = columns.map((value) => ({ ...cell(value), fontWeight: "bold" as const }));
  const widths = columns.map((_, at) => ({
    width: Math.min(40, 4 + Math.max(...[columns, ...rows.slice(0, 500)].map((row) => 2 * [...(row[at] ?? "")].length))),
  }));
  // Of a sheet's name the format takes 31 characters, and not all.
  const sheet = name.replaceAll(/[\\/?*[\]:]/gu, " ").slice(0, 31);
  return writeXlsx([head, ...rows.map((row) => columns.map((_, at) => cell(row[at] ?? "")))], { columns: widths, sheet, stickyRowsCount: 1 }).toBuffer();
}
