/** `800万`, as everything here says money. */
export const yuan = (sum: number): string => (sum >= 100_000_000 ? `${sum / 100_000_000}亿` : sum >= 10_000 ? `${sum / 10_000}万` : `${sum}元`);
