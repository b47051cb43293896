import { dataFolder } from "../db/folder.ts";
import { openDatabase } from "../db/open.ts";
import { createVault } from "../db/seal.ts";
import { loadSecret } from "../db/secret.ts";
import { resealAll } from "../people/index.ts";
import { explain } from "./backup.ts";
import { personalOf } from "./erase.ts";
import type { Bots } from "./rehearsal.ts";

/** `lianxin migrate`: brings the database up to date, as a start would, and seals by people's own keys what was sealed before
 *  they had any. Answers the exit code. */
export async function runMigrate(args: readonly string[], bots: Bots, now = Date.now()): Promise<number> {
  if (args.length > 0) {
    process.stderr.write("用法：npx lianxin migrate\n");
    return 2;
  }
  const { DATABASE_URL: url, LIANXIN_DATA, LIANXIN_SECRET } = process.env;
  const folder = dataFolder(LIANXIN_DATA);
  try {
    const database = await openDatabase({ url, folder, guest: true });
    try {
      process.stdout.write(database.migrated ? "数据库已更新到最新结构。\n" : "数据库已是最新结构。\n");
      if (url && !LIANXIN_SECRET) {
        process.stdout.write("没有给出 LIANXIN_SECRET，早先的加密内容这次没有改用个人密钥。\n");
        return 0;
      }
      const vault = createVault(await loadSecret(url ? undefined : folder, LIANXIN_SECRET));
      const rows = await resealAll(
        database.sql,
        vault,
        personalOf(bots).flatMap((each) => each.sealed ?? []),
        now,
      );
      if (rows) process.stdout.write(`${rows} 项加密内容已改用个人密钥。\n`);
      return 0;
    } finally {
      await database.close();
    }
  } catch (error) {
    return explain(error);
  }
}
