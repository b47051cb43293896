import { registered } from "../bots/enterprise/problem/register.ts";
import { laneChoices, laneLabel } from "../bots/enterprise/problem/lanes.ts";
import { connect } from "../src/db/connect.ts";
import { choice } from "../src/flow/asks/choice.ts";
import { text } from "../src/flow/asks/text.ts";
import { yesNo } from "../src/flow/asks/yes-no.ts";
import { flow, say } from "../src/flow/index.ts";
import { chainOf, type Turn } from "../src/people/index.ts";
import { ASKED, DETAIL_MIN, OPENING, serve } from "./contender.ts";
import { openProgram } from "./program.ts";

/* A process of its own: `ours.ts SOCKET DATABASE`. The whole program with all its bots; only this flow is the bench's,
   so that every contender asks the same three questions. */

const threeQuestions = flow<Turn>("bench.report")
  .opensOn(OPENING)
  .ask("detail", text({ min: DETAIL_MIN, max: 500 }), ASKED.detail, { spot: false })
  .ask("lane", choice(laneChoices), ASKED.lane, { spot: false })
  .ask("right", yesNo(), (answers) => ASKED.right(laneLabel(answers.lane), answers.detail), { spot: false })
  .ends(({ detail, lane, right }, turn) => {
    const enterprise = turn.directory.enterprise(turn.who.id);
    const chain = chainOf(turn);
    if (!right || !chain) return [say("好的，没有登记。")];
    return registered.opens({ detail, lane, amount: undefined, enterprise, chain, because: [] }, turn);
  });

const [socket = "", database = ""] = process.argv.slice(2);
const sql = connect({ socket, database });
const { program, hear, check } = await openProgram(sql, [threeQuestions]);

/** One in so many of the town's people is among those who talk: they come from all chains. */
let apart = 1;
const MODEL = 1;

serve({
  ask: async (people) => {
    const [town] = await sql<{ enterprises: number }[]>`select count(*)::int as enterprises from organisation where kind = 'enterprise'`;
    apart = (town?.enterprises ?? people) / people;
    await hear(MODEL, "ask", OPENING);
    check();
    // What the conversation wrote for one person, for all of them.
    const names = Array.from({ length: people }, (_, n) => `人${n * apart}`);
    await sql`
      insert into conversation (person_id, room_id, sessions, due, due_at)
      select p.id, r.id, c.sessions, c.due, c.due_at from conversation c
      join person m on m.id = c.person_id and m.name = ${`人${MODEL}`}
      join person p on p.name = any(${names}::text[]) join room r on r.person_id = p.id on conflict do nothing`;
    await sql`vacuum analyze`;
  },
  hear: (n, key, words) => hear(n * apart, key, words),
  matters: async () => {
    check();
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from matter`;
    return row?.count ?? 0;
  },
  carry: () => program.drain(),
  forgetReplies: () => sql`update line set state = 'sent' where state = 'queued'`,
});
