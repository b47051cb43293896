import { type Chain, verifyAudit } from "../audit/index.ts";
import type { Sql } from "../db/connect.ts";
import { dataFolder } from "../db/folder.ts";
import { appliedUntil, journal } from "../db/migrate.ts";
import { openDatabase } from "../db/open.ts";
import { createVault, type PersonKey } from "../db/seal.ts";
import { loadSecret } from "../db/secret.ts";
import { explain } from "./backup.ts";

type Finding = { well: boolean; say: string };

/** Whether this database is sound: its structure, its secret, its audit. Changes nothing. */
export async function examine(sql: Sql, secret: string): Promise<Finding[]> {
  const [until, known] = [await appliedUntil(sql), (await journal()).entries.at(-1)?.when ?? 0];
  if (until !== known) {
    const say = until > known ? "数据库的结构比程序新，请升级程序。" : "数据库的结构比程序旧，请运行 npx lianxin migrate。";
    return [{ well: false, say }];
  }
  return [{ well: true, say: "数据库结构是最新的。" }, await secretFits(sql, secret), chained(await verifyAudit(sql))];
}

/** Tried on one key: all are wrapped by the same. */
async function secretFits(sql: Sql, secret: string): Promise<Finding> {
  const [key] = await sql<PersonKey[]>`select person_id as person, wrapped from person_key where wrapped is not null order by person_id limit 1`;
  if (!key) return { well: true, say: "还没有个人密钥。" };
  try {
    createVault(secret).seal({ table: "doctor", row: 0, column: "" }, "", key);
    return { well: true, say: "密钥能打开加密内容。" };
  } catch {
    return { well: false, say: "密钥打不开加密内容：LIANXIN_SECRET 或数据目录里的 secret 不是原来的。" };
  }
}

function chained({ rows, last, broken }: Chain): Finding {
  if (!broken) return { well: true, say: `审计记录 ${rows} 条，首尾相连；最新校验码 ${last}，可抄下备查。` };
  const why = broken.why === "changed" ? "内容被改过" : "与前一条接不上，中间有记录被删或被插入";
  return { well: false, say: `审计记录从第 ${broken.id} 号起不可信：${why}（之前 ${rows} 条完好）。` };
}

/** `lianxin doctor`: also while the program runs. 0 when all is well, 1 when something is not. */
export async function runDoctor(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write("用法：npx lianxin doctor\n");
    return 2;
  }
  const { DATABASE_URL: url, LIANXIN_DATA, LIANXIN_SECRET } = process.env;
  const folder = dataFolder(LIANXIN_DATA);
  try {
    const secret = await loadSecret(url ? undefined : folder, LIANXIN_SECRET);
    const database = await openDatabase({ url, folder, guest: true, unmigrated: true });
    const findings = await examine(database.sql, secret).finally(database.close);
    for (const { well, say } of findings) process.stdout.write(`${well ? "✓" : "✗"} ${say}\n`);
    return findings.every((each) => each.well) ? 0 : 1;
  } catch (error) {
    return explain(error);
  }
}
