import { heldOut, labelled, report } from "./report.ts";

const [LEAST, MOST_BYSTANDERS] = [0.8, 0.02];
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const found = report();
for (const [intent, { right, all }] of [...found.byIntent].toSorted()) process.stdout.write(`${intent.padEnd(20)} ${right}/${all}\n`);
process.stdout.write("\nconfusions:\n");
for (const each of found.confusions) process.stdout.write(`  ${each.wanted} taken for ${each.found}: ${each.text}\n`);
process.stdout.write(`\n${labelled.length} utterances, accuracy ${percent(found.accuracy)} (at least ${percent(LEAST)}), `);
process.stdout.write(`bystander talk taken for something ${percent(found.bystander)} (at most ${percent(MOST_BYSTANDERS)})\n`);
const blind = report(heldOut);
process.stdout.write(`${heldOut.length} held out: accuracy ${percent(blind.accuracy)}, bystander talk ${percent(blind.bystander)}\n`);
process.exitCode = found.accuracy >= LEAST && found.bystander <= MOST_BYSTANDERS ? 0 : 1;
