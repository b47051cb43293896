export * from "./advance.ts";
export { type Carriage, carry } from "./carry.ts";
export type { Ask, AskContext, Read, Spotted } from "./ask.ts";
export * from "./effect.ts";
export { inOrder, numbered } from "./look.ts";
export { type Answers, type AskStep, type Carried, type Flow, type Left, type Query, type Seen, flow, query } from "./flow.ts";
