import { execFile } from "node:child_process";
import { access, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect } from "../src/db/connect.ts";
import { rowsWritten } from "./rows.ts";

const run = promisify(execFile);
/** The number with which pgbench was fastest on two cores; 4, 8 and 32 gave less. */
const CLIENTS = 16;

/** Debian's pgbench, installed if it is missing. */
export async function findPgbench(): Promise<string> {
  const found = await installed();
  if (found) return found;
  await run("apt-get", ["update", "-qq"]);
  await run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", "postgresql-contrib"], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  const now = await installed();
  if (!now) throw new Error("pgbench is missing: apt-get install postgresql-contrib");
  return now;
}

async function installed(): Promise<string | undefined> {
  const versions = await readdir("/usr/lib/postgresql").catch(() => []);
  const places = ["/usr/bin/pgbench", "/usr/local/bin/pgbench", ...versions.map((each) => `/usr/lib/postgresql/${each}/bin/pgbench`)];
  for (const place of places)
    if (
      await access(place).then(
        () => true,
        () => false,
      )
    )
      return place;
  return undefined;
}

/* What one turn writes. The key of a message, its text, the turn with what decided it, the session, what is answered. */
const HEARD = `
\\set i :i + 1
\\set person random(1, :people)
begin;
insert into seen (channel, account, key, at) values ('web', 'main', :client_id || '-' || :i, now()) on conflict do nothing;
insert into conversation (person_id, room_id) values (:person, :person) on conflict do nothing;
select id as conversation, sessions from conversation where person_id = :person and room_id = :person for update \\gset
insert into heard (channel, key, kind, room_id, person_id, text, media, detail, said_at, heard_at, state)
  values ('web', :client_id || '-' || :i, 'message', :person, :person, '流动资金缺800万，银行说抵押物不够', '[]', '{}', now(), now(), 'done') returning id as heard \\gset
insert into turn (heard_id, conversation_id, intent, facts, confidence, because, flow, said, at)
  values (:heard, :conversation, 'problem.report', '{"lane":"finance","amount_yuan":8000000}', 99, '["资金","缺","抵押"]', 'reportProblem',
    '已登记。融资，800万：流动资金缺800万，银行说抵押物不够。由银行办理，11月23日（周一）14:30前接单。归到融资，因为您提到“流动资金、银行、抵押”。', now())
  returning id as turn \\gset
`;
const ASKED = `${HEARD}
insert into line (room_id, person_id, turn_id, class, repeatable, text, buttons, not_before, made_at)
  values (:person, :person, :turn, 'reply', true, '请用一两句话说说遇到的问题。', '[]', now(), now());
update conversation set due = 'remind', due_at = now() + interval '1 hour', sessions = '[{"flow":"reportProblem","version":1,"key":"what","answers":{},"attempts":0}]'
  where id = :conversation;
commit;
`;
const OPENED = `${HEARD}
\\set chain random(1, :chains)
insert into matter_number as s (series, last) values ('链' || :chain, 1) on conflict (series) do update set last = s.last + 1 returning last \\gset
insert into matter (no, kind, lane, state, owner_id, raiser_id, organisation_id, chain_id, detail, facts, opened_at, due_at, next_step, next_at)
  values ('链' || :chain || '-' || :last, 'problem', 'finance', 'new', :chain, :person, :chain, :chain, '流动资金缺800万，银行说抵押物不够',
    '{"amount_yuan":8000000}', now(), now() + interval '4 hours', 'accept', now() + interval '4 hours') returning id as matter \\gset
insert into matter_event (matter_id, verb, by_id, at, heard_id, data) values (:matter, 'opened', :person, now(), :heard, '{"owner":1,"lane":"finance"}');
insert into line (room_id, person_id, turn_id, matter_id, class, repeatable, text, buttons, not_before, made_at)
  values (:person, :person, :turn, :matter, 'reply', true,
    '已登记。融资，800万：流动资金缺800万，银行说抵押物不够。由银行办理，11月23日（周一）14:30前接单。归到融资，因为您提到“流动资金、银行、抵押”。', '[]', now(), now()),
    (:chain, :chain, :turn, :matter, 'task', true, '新事项：企业人反映，融资，800万：流动资金缺800万，银行说抵押物不够。请在11月23日（周一）14:30前接单。',
    '[{"text":"接单"},{"text":"不归我"}]', now(), now());
update conversation set due = null, due_at = null, sessions = '[]' where id = :conversation;
commit;
`;

/** Writes as many turns, a transaction each, half of them opening a matter; answers how many a second. */
export async function pgbench(
  program: string,
  socket: string,
  database: string,
  { turns, people, chains }: { turns: number; people: number; chains: number },
): Promise<{ perSecond: number; rows: string }> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-pgbench-"));
  try {
    const scripts = [join(folder, "asked.sql"), join(folder, "opened.sql")];
    await Promise.all(scripts.map((file, at) => writeFile(file, at ? OPENED : ASKED)));
    const each = Math.ceil(turns / CLIENTS);
    const settings = [
      "-n",
      "-M",
      "prepared",
      "-c",
      String(CLIENTS),
      "-j",
      "2",
      "-t",
      String(each),
      "-D",
      "i=0",
      "-D",
      `people=${people}`,
      "-D",
      `chains=${chains}`,
    ];
    const { stdout } = await run(program, [...settings, ...scripts.flatMap((file) => ["-f", file]), "-h", socket, "-p", "5432", "-U", "lianxin", database]);
    const failed = /number of failed transactions: (\d+)/u.exec(stdout)?.[1] ?? "0";
    const perSecond = Number(/tps = ([\d.]+)/u.exec(stdout)?.[1]);
    if (failed !== "0" || !perSecond) throw new Error(`pgbench failed:\n${stdout}`);
    const sql = connect({ socket, database }, { max: 1 });
    const rows = await rowsWritten(sql, each * CLIENTS);
    await sql.end();
    return { perSecond, rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
