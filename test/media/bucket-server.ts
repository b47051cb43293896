import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A store on the loopback that speaks what we use of S3: objects by path, and a signature on every request. */
export async function startBucketServer() {
  const objects = new Map<string, { bytes: Buffer; type: string }>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "", "http://s3").pathname;
    asked.push(`${request.method} ${path}`);
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) return void response.writeHead(403).end();
    if (request.method === "PUT") {
      objects.set(path, { bytes: unchunked(body, request.headers["content-encoding"]), type: request.headers["content-type"] ?? "" });
      return void response.writeHead(200, { etag: '"e"' }).end();
    }
    if (request.method === "DELETE") return void (objects.delete(path), response.writeHead(204).end());
    const found = objects.get(path);
    if (!found) return void response.writeHead(404).end(request.method === "GET" ? "<Error><Code>NoSuchKey</Code></Error>" : undefined);
    return void response
      .writeHead(200, { "content-type": found.type, "content-length": found.bytes.length })
      .end(request.method === "GET" ? found.bytes : undefined);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { objects, asked, url: `http://127.0.0.1:${port}`, close: () => new Promise((closed) => server.close(closed)) };
}

/** The client sends what it can sum up on the way in chunks: `size;…\r\n` and the bytes, until a size of nothing. */
function unchunked(body: Buffer, encoding: string | undefined): Buffer {
  if (!encoding?.includes("aws-chunked")) return body;
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.subarray(at, end).toString(), 16);
    if (!size) break;
    pieces.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
