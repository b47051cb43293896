import { heldOut, labelled, meets, report, type Report, strangers, WANTED } from "./report.ts";

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const print = (line = ""): void => void process.stdout.write(`${line}\n`);
const row = (name: string, ...cells: (string | number)[]): void => print(`  ${name.padEnd(20)}${cells.map((each) => String(each).padStart(10)).join("")}`);
const share = (part: number, all: number): string => (all ? percent(part / all) : "-");

function printTables({ byIntent, byKey }: Report): void {
  row("intent", "right/all", "precision", "recall");
  for (const [intent, { all, right, taken }] of [...byIntent].toSorted()) row(intent, `${right}/${all}`, share(right, right + taken), share(right, all));
  print();
  row("fact", "right", "missed", "wrong", "F1");
  for (const [key, { right, missed, wrong }] of [...byKey].toSorted()) row(key, right, missed, wrong, share(2 * right, 2 * right + missed + wrong));
  print();
}

/** Only of the half that may be looked at: a sentence of the other, once seen, would be tuned to. */
function printMisses({ confusions, factMisses }: Report): void {
  print("confusions of the looked-at half:");
  for (const each of confusions) print(`  ${each.wanted} taken for ${each.found}: ${each.text}`);
  print("facts of the looked-at half that came out otherwise:");
  for (const { key, wanted, found, text } of factMisses) print(`  ${key} ${wanted ?? "-"} found ${found ?? "-"}: ${text}`);
  print();
}

const halves = [
  { name: "looked at", found: report(labelled) },
  { name: "held out", found: report(heldOut) },
];
const all = [...halves, { name: "strangers", found: report(strangers) }];
for (const { name, found } of all) {
  print(`${name}, ${found.lines} utterances`);
  printTables(found);
}
if (halves[0]) printMisses(halves[0].found);
row("", "accuracy", "facts F1", "bystanders");
row("wanted", `>= ${percent(WANTED.accuracy)}`, `>= ${percent(WANTED.facts)}`, `<= ${percent(WANTED.bystander)}`);
for (const { name, found } of all) row(name, percent(found.accuracy), percent(found.facts), percent(found.bystander));
process.exitCode = halves.every(({ found }) => meets(found)) ? 0 : 1;
