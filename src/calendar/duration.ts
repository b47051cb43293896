/** A limit as a town file writes it: `4h`, `30m` (working time), `2w` (working days), `3d` (calendar days). */
export type Limit = { unit: "minutes" | "workdays" | "days"; count: number };

/** Reads a limit; undefined when it is none. */
export function readLimit(text: string): Limit | undefined {
  const [, count, unit] = /^(\d{1,5})([mhwd])$/u.exec(text.trim()) ?? [];
  if (!count) return undefined;
  const number = Number(count);
  if (unit === "w") return { unit: "workdays", count: number };
  if (unit === "d") return { unit: "days", count: number };
  return { unit: "minutes", count: unit === "h" ? number * 60 : number };
}
