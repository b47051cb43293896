import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { type Learnt, learn, type Sentence } from "./classifier.ts";

/** Beside what is compiled once. */
const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/learnt/", import.meta.url));
/** How it is learnt is part of what is learnt: it may be any of these files that decides. */
const HERE = new URL(".", import.meta.url);

/** What these sentences teach, learnt once and kept: learning takes longer than all else at a start. Where nothing may be kept, or
 *  what was kept cannot be read, it is learnt anew. */
export function learnOnce(sentences: readonly Sentence[], folder = FOLDER): Learnt {
  const hash = createHash("sha256").update(process.versions.v8);
  for (const name of readdirSync(HERE)
    .filter((each) => each.endsWith(".ts"))
    .toSorted())
    hash.update(readFileSync(new URL(name, HERE)));
  for (const { text, intent } of sentences) hash.update(`${intent}\t${text}\n`);
  const name = hash.digest("hex");
  return read(join(folder, name)) ?? keep(learn(sentences), folder, name);
}

function read(file: string): Learnt | undefined {
  try {
    return deserialize(readFileSync(file)) as Learnt;
  } catch {
    return undefined;
  }
}

function keep(learnt: Learnt, folder: string, name: string): Learnt {
  try {
    mkdirSync(folder, { recursive: true });
    // Whole or not at all; others may be at it.
    const part = join(folder, `${name}.${process.pid}.part`);
    writeFileSync(part, serialize(learnt));
    renameSync(part, join(folder, name));
    for (const old of readdirSync(folder)) if (old !== name && !old.endsWith(".part")) rmSync(join(folder, old), { force: true });
  } catch {
    // Nothing may be written there: the next start learns again.
  }
  return learnt;
}
