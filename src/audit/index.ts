export { appendAudit, type Audited, OPERATOR } from "./append.ts";
export { type Chain, verifyAudit } from "./verify.ts";
