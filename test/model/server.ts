import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came in. */
export type Received = { body: Record<string, unknown>; text: string };
/** What the server answers to a question: the content of the message, or what goes wrong. */
export type Reply =
  /** `after`: not before. */
  | { content: string; finish?: "stop" | "length"; after?: Promise<unknown> }
  | { status: number; message: string; headers?: Record<string, string> }
  | { broken: "hang" | "garbage" | "reset" };
export type ModelServer = { url: string; received: Received[]; close(): Promise<void> };

/** A chat endpoint of our own on the loopback: `answers` decides what it says to each request. */
export async function startModelServer(answers: (asked: Received, n: number) => Reply): Promise<ModelServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => void handle(request, response));
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const spoken = request.url?.endsWith("/audio/transcriptions");
    const asked = { text, body: spoken ? {} : (JSON.parse(text) as Record<string, unknown>) };
    received.push(asked);
    const reply = answers(asked, received.length);
    if ("broken" in reply) {
      if (reply.broken === "reset") request.socket.destroy();
      if (reply.broken === "garbage") response.writeHead(200, { "content-type": "application/json" }).end("<html>502 Bad Gateway</html>");
      return;
    }
    const failed = "status" in reply;
    if (!failed) await reply.after;
    response.writeHead(failed ? reply.status : 200, { "content-type": "application/json", ...(failed ? reply.headers : {}) });
    response.end(JSON.stringify(failed ? { error: { message: reply.message } } : spoken ? { text: reply.content } : completion(reply)));
  };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const completion = ({ content, finish = "stop" }: { content: string; finish?: string }) => ({
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "local",
  choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", content } }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});
