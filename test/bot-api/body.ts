import type { IncomingMessage } from "node:http";
import type { Params, Upload } from "./shapes.ts";

/** The parameters of a call: from its address, a JSON body, or a form with files. */
export async function readCall(request: IncomingMessage, url: URL): Promise<{ params: Params; files: Map<string, Upload> }> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  const params: Params = Object.fromEntries(url.searchParams);
  const files = new Map<string, Upload>();
  const type = request.headers["content-type"] ?? "";
  const boundary = /boundary=("?)([^";]+)\1/u.exec(type)?.[2];
  if (boundary) readForm(body, boundary, params, files);
  else if (type.startsWith("application/x-www-form-urlencoded")) Object.assign(params, Object.fromEntries(new URLSearchParams(body.toString())));
  else if (body.length) Object.assign(params, JSON.parse(body.toString()));
  return { params, files };
}

function readForm(body: Buffer, boundary: string, params: Params, files: Map<string, Upload>): void {
  // One byte is one character in latin1, so that positions in the text are positions in the bytes.
  for (const part of body.toString("latin1").split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf("\r\n\r\n");
    const head = Buffer.from(part.slice(0, end), "latin1").toString();
    const content = Buffer.from(part.slice(end + 4).replace(/\r\n$/u, ""), "latin1");
    const name = /\bname="([^"]*)"/u.exec(head)?.[1] ?? "";
    const file = /filename="([^"]*)"/u.exec(head)?.[1];
    if (file === undefined) params[name] = content.toString();
    else files.set(name, { name: file, bytes: content });
  }
}
