import { createEndpoint } from "./endpoint.ts";
import { createModel, type Model, type Parts } from "./model.ts";

/** The model of the settings. The client is loaded here and nowhere else. */
export async function openModel(at: { key: string; baseUrl?: string; name: string; listener: string }, parts: Omit<Parts, "endpoint">): Promise<Model> {
  const { default: OpenAI } = await import("openai");
  const client = new OpenAI({ apiKey: at.key, maxRetries: 0, ...(at.baseUrl ? { baseURL: at.baseUrl } : {}) });
  return createModel({ ...parts, endpoint: createEndpoint(client, at.name, at.listener) });
}
