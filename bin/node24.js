/* Loaded before everything else: the program needs the Node that package.json pins (the npm package `node`). */
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `链心需要 Node 24，现在运行的是 ${process.version}。请在项目目录里执行 npm rebuild node（或 npm install-scripts approve node 后重装）。\n`,
  );
  process.exit(1);
}
