const RULES: [RegExp, string][] = [[/^接单/u, "matter.accept"], [/资金|贷款|缺/u, "problem.report"]];
export const createUnderstanding = (_words: unknown) => ({
  understand: (text: string, _context: unknown) => {
    const rule = RULES.find(([pattern]) => pattern.test(text));
    return { intent: rule?.[1] ?? "none", facts: {} as Record<string, unknown>, confidence: rule ? 0.9 : 0, because: rule ? [text.slice(0, 4)] : [] };
  },
});
