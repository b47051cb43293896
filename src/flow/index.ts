export * from "./advance.ts";
export type { Ask, AskContext, Read, Spotted } from "./ask.ts";
export * from "./effect.ts";
export { inOrder, numbered } from "./look.ts";
export { type Answers, type Flow, type Query, type Seen, flow, query } from "./flow.ts";
