import { relative } from "node:path";
import { inspect } from "node:util";
import type { TestEvent } from "node:test/reporters";

type Area = { passed: number; failed: number; absent: number; notes: string[] };

/** Quiet about what passes, exact about what does not; ends with what was covered, area by area. */
async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const areas = new Map<string, Area>();
  const began = performance.now();
  for await (const event of events) {
    if (event.type === "test:stderr" || event.type === "test:stdout") yield event.data.message;
    if (event.type !== "test:pass" && event.type !== "test:fail" && event.type !== "test:diagnostic") continue;
    const area = areaOf(areas, event.data.file);
    if (event.type === "test:diagnostic") {
      if (event.data.file !== undefined) area.notes.push(event.data.message);
      continue;
    }
    if (event.data.details.type === "suite") continue;
    if (event.type === "test:pass" && event.data.skip) area.absent += 1;
    else if (event.type === "test:pass") area.passed += 1;
    else {
      area.failed += 1;
      yield `✖ ${event.data.name} (${where(event.data.file)})\n${wrong(event.data.details.error)}\n\n`;
    }
  }
  yield* summary(areas, performance.now() - began);
}

const where = (file: string | undefined): string => (file === undefined ? "" : relative(process.cwd(), file));

function areaOf(areas: Map<string, Area>, file: string | undefined): Area {
  const name = where(file)
    .replace(/^test\//u, "")
    .replace(/\/.*|\.test\.ts$/u, "");
  const area = areas.get(name) ?? { passed: 0, failed: 0, absent: 0, notes: [] };
  areas.set(name, area);
  return area;
}

/** The cause, not the runner's wrapping of it. */
function wrong(error: Error): string {
  const cause = error.cause ?? error;
  return (cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause)).replaceAll(/^/gmu, "  ");
}

function* summary(areas: Map<string, Area>, ms: number): Generator<string> {
  let [passed, failed] = [0, 0];
  for (const [name, area] of [...areas].toSorted(([a], [b]) => a.localeCompare(b))) {
    passed += area.passed;
    failed += area.failed;
    if (area.passed + area.failed)
      yield `${name.padEnd(14)} ${String(area.passed).padStart(4)} passed${area.failed ? `, ${area.failed} failed` : ""}${area.absent ? `, ${area.absent} not there on the platform` : ""}${area.notes.map((note) => `  ${note}`).join("")}\n`;
  }
  yield `${Math.round(ms / 1000)} s\n${passed} passed, ${failed} failed\n`;
}

export default report;
