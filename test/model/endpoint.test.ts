import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { z } from "zod";
import { createEndpoint, type Answer } from "../../src/assist/model/endpoint.ts";
import { type Received, type Reply, startModelServer } from "./server.ts";

const shape = z.object({ intent: z.enum(["none", "problem.report"]), because: z.string() });
type Value = z.infer<typeof shape>;
const RIGHT = JSON.stringify({ intent: "problem.report", because: "停气" });
const question = { task: "intent", instruction: "判断意图。", source: "园区夜里总停气", shape };
/** Long beside an answer of a local server, short beside a test's patience. */
const DEADLINE_MS = 20_000;

async function asking(answers: (asked: Received, n: number) => Reply, times = 1, deadlineMs = DEADLINE_MS) {
  const server = await startModelServer(answers);
  const endpoint = createEndpoint(new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 }), "local");
  const found: Answer<Value>[] = [];
  for (let n = 0; n < times; n += 1) found.push(await endpoint.ask(question, deadlineMs));
  await server.close();
  return { found, received: server.received };
}
const formatOf = ({ body }: Received) => (body["response_format"] as { type: string } | undefined)?.type ?? "text";

test("asks for the shape, and answers with a value of it", async () => {
  const { found, received } = await asking(() => ({ content: RIGHT }));
  assert.deepEqual(found, [{ ok: true, value: { intent: "problem.report", because: "停气" }, tokensIn: 100, tokensOut: 20, mode: "schema" }]);
  assert.equal(formatOf(received[0] as Received), "json_schema");
});

test("an endpoint that knows no schema is asked for JSON, one that knows neither in words; and is not asked in vain again", async () => {
  const { found, received } = await asking((asked) => {
    const format = formatOf(asked);
    return format === "text" ? { content: `好的：\n\`\`\`json\n${RIGHT}\n\`\`\`` } : { status: 400, message: `response_format ${format} is not supported` };
  }, 2);
  assert.deepEqual(received.map(formatOf), ["json_schema", "json_object", "text", "text"]);
  assert.ok(found.every((each) => each.ok && each.mode === "text"));
});

test("an endpoint that knows only max_tokens is told so from then on", async () => {
  const { found, received } = await asking(
    ({ body }) => ("max_completion_tokens" in body ? { status: 400, message: "Unsupported parameter: max_completion_tokens" } : { content: RIGHT }),
    2,
  );
  assert.deepEqual([found.every((each) => each.ok), received.length], [true, 3]);
});

test("an answer that was cut off is asked for once more, longer", async () => {
  const { found, received } = await asking((_, n) => (n === 1 ? { content: RIGHT.slice(0, 9), finish: "length" } : { content: RIGHT }));
  const [first, second] = received.map(({ body }) => Number(body["max_completion_tokens"]));
  assert.ok(found[0]?.ok && (second ?? 0) > (first ?? 0));
});

test("an answer of another shape is repaired once, and no more", async () => {
  const once = await asking((_, n) => ({ content: n === 1 ? '{"intent":"群发"}' : RIGHT }));
  assert.ok(once.found[0]?.ok);
  assert.match(once.received[1]?.text ?? "", /形状不对/u);
  const never = await asking(() => ({ content: "我不想回答" }));
  assert.deepEqual([never.found[0]?.ok, never.found[0] && "why" in never.found[0] && never.found[0].why, never.received.length], [false, "garbled", 2]);
});

const TROUBLES: Record<string, [reply: Reply, why: string]> = {
  "empty content": [{ content: "" }, "garbled"],
  "a page instead of JSON": [{ broken: "garbage" }, "garbled"],
  "a connection cut": [{ broken: "reset" }, "unreachable"],
  "an endpoint in trouble": [{ status: 503, message: "overloaded" }, "unreachable"],
  "a wrong key": [{ status: 401, message: "invalid api key" }, "refused"],
  "a model it does not have": [{ status: 404, message: "no such model" }, "refused"],
};
for (const [name, [reply, why]] of Object.entries(TROUBLES))
  test(`${name}: says ${why}, and never throws`, async () => {
    const [found] = (await asking(() => reply)).found;
    assert.deepEqual([found?.ok, found && "why" in found && found.why], [false, why]);
  });

test("too many questions: says for how long", async () => {
  const [found] = (await asking(() => ({ status: 429, message: "slow down", headers: { "retry-after": "7" } }))).found;
  assert.ok(found && !found.ok && found.why === "limited" && found.retryAfterMs === 7000);
});

test("an endpoint that hangs is left at the deadline", async () => {
  const [found] = (await asking(() => ({ broken: "hang" }), 1, 50)).found;
  assert.ok(found && !found.ok && found.why === "deadline");
});

test("a voice is written down by the endpoint's listener, or it says why not", async () => {
  const server = await startModelServer((_, n) => (n === 1 ? { content: "流动资金缺八百万" } : { status: 404, message: "no such model" }));
  const endpoint = createEndpoint(new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 }), "local", "listener");
  const voice = { bytes: new Uint8Array([79, 103, 103, 83]), type: "audio/ogg" };
  const [first, second] = [await endpoint.transcribe(voice, DEADLINE_MS), await endpoint.transcribe(voice, DEADLINE_MS)];
  await server.close();
  assert.ok(first.ok && first.value === "流动资金缺八百万");
  assert.ok(!second.ok && second.why === "refused");
  assert.match(server.received[0]?.text ?? "", /name="model"\r\n\r\nlistener/u);
});
