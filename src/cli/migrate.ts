import { dataFolder } from "../db/folder.ts";
import { openDatabase } from "../db/open.ts";
import { explain } from "./backup.ts";

/** `lianxin migrate`: brings the database up to date, as a start would. Answers the exit code. */
export async function runMigrate(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write("用法：npx lianxin migrate\n");
    return 2;
  }
  try {
    const database = await openDatabase({ url: process.env["DATABASE_URL"], folder: dataFolder(process.env["LIANXIN_DATA"]), guest: true });
    await database.close();
    process.stdout.write(database.migrated ? "数据库已更新到最新结构。\n" : "数据库已是最新结构。\n");
    return 0;
  } catch (error) {
    return explain(error);
  }
}
