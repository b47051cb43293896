import { appendAudit, OPERATOR } from "../audit/index.ts";
import { conversationPersonal } from "../conversation/index.ts";
import type { Sql, Tx } from "../db/connect.ts";
import { dataFolder } from "../db/folder.ts";
import { bucketFrom } from "../settings.ts";
import { openDatabase } from "../db/open.ts";
import { openStore } from "../media/open.ts";
import { smallOf, type Store } from "../media/store.ts";
import { matterPersonal } from "../matter/index.ts";
import { noticePersonal } from "../notice/index.ts";
import { peoplePersonal, type Personal } from "../people/index.ts";
import { explain } from "./backup.ts";
import type { Bots } from "./rehearsal.ts";

/** All that keep something of a person; people come last, for the others find theirs by name or room. */
export const personalOf = ({ work }: Pick<Bots, "work">): readonly Personal[] => [
  ...work.personal,
  conversationPersonal,
  matterPersonal,
  noticePersonal,
  peoplePersonal,
];

export type Erased = { ok: true; person: number } | { ok: false; say: string };

/** Erases the person of this name or number: the key that opens what is sealed, what they said, where they are reached, what
 *  they were called. What they did, and how often, stays. */
export async function erase(sql: Sql, store: Store, who: string, personal: readonly Personal[], now: number): Promise<Erased> {
  const orphans: string[] = [];
  const done = await sql.begin(async (tx): Promise<Erased> => {
    const [found] = await tx<{ id: number; gone: boolean }[]>`
      select p.id, k.destroyed_at is not null as gone from person p left join person_key k on k.person_id = p.id
      where p.name = ${who} or p.id::text = ${who} order by p.name = ${who} desc limit 1 for update of p`;
    if (!found) return { ok: false, say: `没有叫“${who}”的人。` };
    if (found.gone) return { ok: false, say: `“${who}”已经删除过了。` };
    const sent = await tx<{ hash: string }[]>`
      select distinct m ->> 'hash' as hash from heard h, jsonb_array_elements(h.media) m where h.person_id = ${found.id} and m ? 'hash'`;
    for (const each of personal) {
      for (const { table, column, person } of each.sealed ?? [])
        await tx`update ${tx(table)} t set ${tx(column)} = null where t.${tx(person)} = ${found.id} and get_byte(t.${tx(column)}, 0) = 1`;
      await each.erase?.(tx, found.id, now);
    }
    orphans.push(
      ...(await forgetMedia(
        tx,
        sent.map((each) => each.hash),
      )),
    );
    await appendAudit(tx, [{ by: OPERATOR, what: "erase", about: `person ${found.id}` }], now);
    return { ok: true, person: found.id };
  });
  await Promise.all(orphans.flatMap((hash) => [store.forget(hash), store.forget(smallOf(hash))]));
  return done;
}

/** Pictures and voices that nobody else sent too. */
async function forgetMedia(tx: Tx, hashes: readonly string[]): Promise<string[]> {
  if (!hashes.length) return [];
  const gone = await tx<{ hash: string }[]>`
    delete from media where hash = any(${[...hashes]}::text[]) and not exists (
      select 1 from heard h where h.media @> jsonb_build_array(jsonb_build_object('hash', media.hash))) returning hash`;
  return gone.map((each) => each.hash);
}

/** `lianxin erase NAME|NUMBER`: also while the program runs. Answers the exit code. */
export async function runErase(args: readonly string[], bots: Bots, now = Date.now()): Promise<number> {
  const [who] = args;
  if (who === undefined || args.length > 1 || who.startsWith("-")) {
    process.stderr.write("用法：npx lianxin erase 姓名或编号\n");
    return 2;
  }
  const folder = dataFolder(process.env["LIANXIN_DATA"]);
  try {
    const database = await openDatabase({ url: process.env["DATABASE_URL"], folder, guest: true });
    const store = await openStore(bucketFrom(process.env["LIANXIN_MEDIA"]), folder);
    const done = await erase(database.sql, store, who, personalOf(bots), now).finally(database.close);
    if (!done.ok) {
      process.stderr.write(`${done.say}\n`);
      return 1;
    }
    process.stdout.write(`已删除 ${who}：说过的话、联系方式与密钥都已销毁，办过的事和数字保留。\n`);
    process.stdout.write("此前的备份里还有这个人，请把那些备份也销毁；名单文件里若还有，请一并去掉，以免再次导入。\n");
    return 0;
  } catch (error) {
    return explain(error);
  }
}
