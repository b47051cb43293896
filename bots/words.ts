export const words: unknown[] = [];
