import { appendAudit, OPERATOR } from "../audit/index.ts";
import { backup } from "../db/backup.ts";
import { BackupError } from "../db/backup-format.ts";
import { DatabaseError } from "../db/error.ts";
import { dataFolder } from "../db/folder.ts";
import { openDatabase } from "../db/open.ts";
import { loadSecret, MissingSecret } from "../db/secret.ts";

/** `lianxin backup FILE [--with-secret]`: also while the program runs. Answers the exit code. */
export async function runBackup(args: readonly string[], now = Date.now()): Promise<number> {
  const [file, ...options] = args;
  if (file === undefined || file.startsWith("-") || options.some((option) => option !== "--with-secret")) {
    process.stderr.write("用法：npx lianxin backup 文件 [--with-secret]\n");
    return 2;
  }
  const { DATABASE_URL: url, LIANXIN_DATA, LIANXIN_SECRET } = process.env;
  const folder = dataFolder(LIANXIN_DATA);
  try {
    const secret = await loadSecret(url ? undefined : folder, LIANXIN_SECRET);
    const withSecret = options.length > 0;
    const database = await openDatabase({ url, folder, guest: true });
    // Kept before it is made: it stands in the backup too, and an attempt that fails is no secret either.
    const details = { withSecret };
    const made = await database.sql
      .begin((tx) => appendAudit(tx, [{ by: OPERATOR, what: "backup", about: "database", details }], now))
      .then(() => backup(database.sql, folder, file, { secret, withSecret }))
      .finally(database.close);
    process.stdout.write(`已备份到 ${file}：${made.tables} 张表，${made.rows} 行。\n`);
    if (!withSecret) process.stdout.write("加密内容要用密钥（数据目录里的 secret 文件）才能打开，请另行保管。\n");
    return 0;
  } catch (error) {
    return explain(error);
  }
}

/** An expected failure is one sentence; anything else is a fault of ours and shows where. */
export function explain(error: unknown): number {
  process.stderr.write(`${sentenceOf(error)}\n`);
  return 1;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof DatabaseError || error instanceof BackupError || error instanceof MissingSecret) return error.message;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined && path !== undefined) return `无法读写 ${path}（${code}），请检查路径与权限。`;
  return error.stack ?? error.message;
}
