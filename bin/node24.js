/* Loaded before everything else (`--import`). The program needs the Node that package.json pins (the npm package `node`),
   which reads TypeScript by itself; the pages' JSX becomes calls as each file is loaded. */
import { readFileSync } from "node:fs";
import { enableCompileCache, registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "oxc-transform";

const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `链心需要 Node 24，现在运行的是 ${process.version}。请在项目目录里执行 npm rebuild node（或 npm install-scripts approve node 后重装）。\n`,
  );
  process.exit(1);
}

// A third of every start is reading the same files again. Where nothing may be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)));

registerHooks({
  load(url, context, next) {
    if (!url.endsWith(".tsx")) return next(url, context);
    const path = fileURLToPath(url);
    const { code, errors } = transformSync(path, readFileSync(path, "utf8"), { jsx: { importSource: "hono/jsx" } });
    if (errors.length) throw new SyntaxError(`${path}: ${errors.map((each) => each.message).join("\n")}`);
    return { format: "module", source: code, shortCircuit: true };
  },
});
