import { stat } from "node:fs/promises";
import { dataFolder } from "../db/folder.ts";
import { BackupError } from "../db/backup-format.ts";
import { openDatabase } from "../db/open.ts";
import { type Scratch, scratchServer } from "../db/scratch.ts";
import { createVault } from "../db/seal.ts";
import { loadSecret } from "../db/secret.ts";
import type { Sql } from "../db/connect.ts";
import { type Carriage, carry, type Flow, newSession, type Session } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";
import { explain } from "./backup.ts";
import { type Bots, type Changed, rehearse } from "./rehearsal.ts";
import { copyTwice, type CopyOptions } from "./rehearsal-copy.ts";

/** `lianxin rehearse [--from BACKUP]`: which replies would be others with this version of the program. 0 when none, 1 when some
 *  would, 2 when it could not be found out. */
export async function runRehearse(args: readonly string[], bots: Bots): Promise<number> {
  const [option, from] = args;
  if (![0, 2].includes(args.length) || (option !== undefined && option !== "--from")) {
    process.stderr.write("用法：npx lianxin rehearse [--from 备份文件]\n");
    return 2;
  }
  const { DATABASE_URL: url, LIANXIN_DATA, LIANXIN_SECRET, TEST_DATABASE_URL: testing } = process.env;
  const folder = dataFolder(LIANXIN_DATA);
  try {
    if (!url && !(await stat(folder).catch(() => undefined))) throw new BackupError(`数据目录 ${folder} 还不存在，没有可重演的对话。`);
    const secret = await loadSecret(url ? undefined : folder, LIANXIN_SECRET);
    const source = await openDatabase({ url, folder, guest: true, unmigrated: true });
    const scratch = await scratchServer(testing);
    try {
      const { text, changed } = await rehearsal(source.sql, scratch, { secret, from }, bots);
      process.stdout.write(text);
      return changed ? 1 : 0;
    } finally {
      await source.close();
      await scratch.close();
    }
  } catch (error) {
    explain(error);
    return 2;
  }
}

/** What an operator reads: each turn whose reply would change, what becomes of open conversations, and how many turns changed. */
export async function rehearsal(
  source: Sql,
  scratch: Scratch,
  options: Pick<CopyOptions, "secret" | "from">,
  bots: Bots,
): Promise<{ text: string; changed: number }> {
  const copies = await copyTwice(source, scratch, { ...options, readers: bots.work.towns });
  const { turns, changed, program } = await rehearse(copies, bots, createVault(options.secret));
  const calendar = program.world.calendar();
  const list = changed.map((each) => `${shown(each, calendar.print(each.one.heard_at))}\n\n`).join("");
  const open = await carriages(copies.record, program.world.flows);
  return { text: `${list}${open}${turns} 轮中 ${changed.length} 轮回复会变。\n`, changed: changed.length };
}

const ROLES: Record<string, string> = {
  member: "企业成员",
  commissioner: "工作专员",
  leader: "负责人",
  secretary: "书记",
  volunteer: "志愿者",
  elder: "老人",
  contact: "家属",
  community: "社区工作者",
  police: "民警",
  lane: "经办人",
};

/** Numbers that may be somebody's are shown by their ends. */
const careful = (text: string): string => text.replaceAll(/\d{7,}/gu, (digits) => `${digits.slice(0, 2)}…${digits.slice(-2)}`).replaceAll("\n", "\n    ");
const NOTHING = "（没有回复）";

function shown({ one, was, now }: Changed, at: string): string {
  const who = `${one.person.slice(0, 1)}某${one.role && ROLES[one.role] ? `（${ROLES[one.role]}）` : ""}`;
  const words = one.kind === "press" ? `[按钮 ${one.text}]` : one.text || one.media.map((each) => `[${each.kind}]`).join("") || `[${one.kind}]`;
  return [
    `${at} ${one.room_kind === "group" ? "群" : "私聊"} ${who}`,
    `  说：${careful(words)}`,
    `  当时：${careful(was || NOTHING)}`,
    `  现在：${careful(now || NOTHING)}`,
  ].join("\n");
}

type Stored = { flow: string; version: number; key: string | null; answers: Record<string, unknown> };

/** What becomes of conversations in progress and of open questions when this version takes over. */
async function carriages(record: Sql, flows: ReadonlyMap<string, Flow<Turn>>): Promise<string> {
  const [sessions, open] = await Promise.all([
    record<{ sessions: Session[] }[]>`select sessions from conversation where sessions <> '[]'`,
    record<Stored[]>`select flow, version, null as key, answers from expectation where closed_at is null`,
  ]);
  return (
    counted(
      "进行中的对话",
      sessions.flatMap((each) => each.sessions),
      flows,
    ) + counted("待答的问题", open, flows)
  );
}

function counted(what: string, stored: readonly Stored[], flows: ReadonlyMap<string, Flow<Turn>>): string {
  const how = stored.map((each): Carriage | "gone" => {
    const flow = flows.get(each.flow);
    return flow ? carry(flow, { ...newSession(flow), ...each }).how : "gone";
  });
  const of = (which: Carriage | "gone"): number => how.filter((each) => each === which).length;
  const gone = of("gone") ? `，${of("gone")} 个已没有这种对话` : "";
  return `${what} ${stored.length} 个：${of("same")} 个照常继续，${of("carried")} 个随版本迁移，${of("again")} 个会再问一次${gone}。\n`;
}
