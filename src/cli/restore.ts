import { appendAudit, OPERATOR } from "../audit/index.ts";
import { dataFolder } from "../db/folder.ts";
import { openDatabase } from "../db/open.ts";
import { restore } from "../db/restore.ts";
import { explain } from "./backup.ts";

/** `lianxin restore FILE`: into an empty database, and only while no other program uses it. Answers the exit code. */
export async function runRestore(args: readonly string[], now = Date.now()): Promise<number> {
  const [file] = args;
  if (file === undefined || args.length !== 1) {
    process.stderr.write("用法：npx lianxin restore 文件\n");
    return 2;
  }
  const { DATABASE_URL: url, LIANXIN_DATA, LIANXIN_SECRET: secret } = process.env;
  const folder = dataFolder(LIANXIN_DATA);
  try {
    const database = await openDatabase({ url, folder, unmigrated: true });
    const put = await restore(database.sql, folder, file, secret ? { secret } : {})
      .then(async (done) => {
        await database.sql.begin((tx) => appendAudit(tx, [{ by: OPERATOR, what: "restore", about: "database", details: { rows: done.rows } }], now));
        return done;
      })
      .finally(database.close);
    process.stdout.write(`已从 ${file} 恢复：${put.tables} 张表，${put.rows} 行。\n`);
    return 0;
  } catch (error) {
    return explain(error);
  }
}
