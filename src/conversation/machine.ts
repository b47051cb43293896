import { begin, deed, type Flow, flow, handOver, query, say, tell } from "../flow/index.ts";
import { courtesy } from "./courtesy.ts";
import { choice } from "../flow/asks/choice.ts";
import type { Query as Sql } from "../db/connect.ts";
import type { Turn } from "../people/index.ts";
import { keeperOf } from "./write.ts";
import type { Look } from "./world.ts";

type LastTurn = { intent: string | null; because: string[]; flow: string | null; text: string | null; facts: Record<string, unknown> } | undefined;
const lastTurn = query<LastTurn>("turn.last");

async function readLastTurns(sql: Sql, args: readonly { person: number; room: number }[]): Promise<LastTurn[]> {
  const rows = await sql<(NonNullable<LastTurn> & { n: number })[]>`
    select a.n::int - 1 as n, t.intent, t.because, t.flow, t.facts, h.text
    from unnest(${args.map((each) => each.person)}::bigint[], ${args.map((each) => each.room)}::bigint[]) with ordinality as a(person, room, n)
    cross join lateral (
      select t.*, h.text from conversation c join turn t on t.conversation_id = c.id join heard h on h.id = t.heard_id
      where c.person_id = a.person and c.room_id = a.room and coalesce(t.intent, '') <> 'why' order by t.id desc limit 1) t
    join heard h on h.id = t.heard_id`;
  return args.map((_, n) => rows.find((row) => row.n === n));
}

const help = flow<Turn>("help")
  .opensOn("帮助", { understands: "help" })
  .ends((_, { who, directory }) => {
    const owner = directory.roles(who.id).some((each) => each.kind === "lane");
    return [
      say(
        [
          "我能帮您：",
          "· 反映问题：直接说，例如“流动资金缺800万，银行说抵押物不够”",
          "· 问进度：例如“氟硅-0042 怎么样了”；“本周卡住的有哪些”",
          ...(owner ? ["· 办理：接单、已联系、周五前答复、暂停+原因、办结、办不了+原因、不归我"] : []),
          "· 随时可说：改、上一步、取消、为什么、转人工、退出",
        ].join("\n"),
      ),
    ];
  });

const passedOn = (keeper: string): string => `好的，已转给${keeper}，会有人回复您。`;

const human = flow<Turn>("human")
  .opensOn("转人工", { understands: "human" })
  .ends(() => [handOver("要求转人工", { words: passedOn })]);

const quit = flow<Turn>("quit")
  .opensOn(["退出", "退订"])
  .ends((_, turn) => {
    const keeper = keeperOf(turn);
    return [
      deed("person.stop", { person: turn.who.id }),
      say("好的，我不再主动给您发消息。已登记的事照常办理；您再跟我说一句话，就恢复。"),
      ...(keeper && keeper.id !== turn.who.id ? [tell(keeper.id, `${turn.who.name}要求不再收到主动消息，有事请您另行联系。`)] : []),
    ];
  });

const why = flow<Turn>("why")
  .opensOn([], { understands: "why" })
  .look("last", lastTurn, (_, { who, room }) => ({ person: who.id, room: room.id }))
  .ends(({ last }) => {
    if (!last?.text) return [say("我还没有对您说的话做过判断。")];
    const words = last.because.filter(Boolean).map((each) => `“${each}”`);
    const said = `您说的是“${last.text.slice(0, 80)}”`;
    return [
      say(
        words.length
          ? `${said}。我是根据${words.join("、")}这几个字判断的。不对的话请直接说，例如“说错了，是……”，或回复“转人工”。`
          : `${said}。里面没有我能确定的词，所以按您的回答处理；不对可以回复“改”或“转人工”。`,
      ),
    ];
  });

/** 取消 and 上一步 act on a waiting question; where none waits, nothing is undone. */
const idle = flow<Turn>("idle")
  .opensOn([], { understands: ["cancel", "back"] })
  .ends(() => [say("现在没有正在问您的事，不用取消。要撤回已登记的事，请说“撤回”和编号。")]);

type Meant = "problem" | "policy" | "worry" | "well" | "person" | "chat";
const CHAT = ["只是聊聊", "聊聊", "没事"];

/** What somebody may want here, by what they are. */
function wantsOf({ who, directory }: Turn): Partial<Record<Meant, string[]>> {
  const inTeam = directory.enterprise(who.id) ? [] : directory.roles(who.id).filter((each) => directory.organisation(each.organisation_id)?.kind === "team");
  if (inTeam.some((each) => each.kind === "elder")) return { well: ["报平安"], person: ["找人帮忙"], chat: CHAT };
  if (inTeam.length) return { worry: ["老人有情况"], person: ["找人商量"], chat: CHAT };
  return { problem: ["反映问题"], policy: ["问政策"], chat: CHAT };
}
const offered = (turn: Turn): string =>
  Object.values(wantsOf(turn))
    .map(([label], n) => `${n + 1} ${label}`)
    .join(" ");

/** Words the machine cannot place are asked about once, never guessed at. */
const unclear = flow<Turn>("unclear")
  .opensOn([], { understands: "unclear" })
  .passes()
  .ask(
    "meant",
    (_, turn) => choice(wantsOf(turn) as Record<Meant, string[]>),
    (_, turn) => `我没太听懂。您是想 ${offered(turn)}？`,
    { spot: false },
  )
  .ends(({ meant, text }) => {
    if (meant === "problem") return [begin("problem.report", text)];
    if (meant === "policy") return [begin("policy.ask", text)];
    if (meant === "worry") return [begin("elder.unwell", text)];
    if (meant === "person") return [handOver("想找人商量", { words: passedOn })];
    return [say(meant === "well" ? "收到您的平安，祝您今天顺心。" : "好的，有事随时叫我。")];
  });

type Suggested = { flow: string; like: string; because: string };
const suggestionIn = (facts: unknown): Suggested => (facts as { suggestion: Suggested }).suggestion;

/** What a model makes of words the machine cannot place is asked about, too: it decides nothing. */
const suggested = flow<Turn>("suggested")
  .opensOn([], { understands: "suggested" })
  .passes()
  .ask(
    "agreed",
    choice({ yes: ["是", "对", "是的", "对的"], no: ["不是", "不对", "不"] }),
    (a) => `您说“${suggestionIn(a.facts).because}”，是想说“${suggestionIn(a.facts).like}”这样的事吗？1 是 2 不是`,
    { spot: false },
  )
  .ends(({ agreed, facts, text }) => (agreed === "yes" ? [begin(suggestionIn(facts).flow, text)] : [say("好的。您可以换个说法再告诉我，或回复“转人工”。")]));

/** Understood, but no capability serves it yet: a person answers. */
const unserved = flow<Turn>("unserved")
  .opensOn([], { understands: "unserved" })
  .ends(() => [handOver("这类事由专人答复", { words: (keeper) => `这类事由专人答复，已转给${keeper}，会有人回复您。` })]);

export const machineFlows: readonly Flow<Turn>[] = [help, human, quit, why, courtesy, idle, unclear, suggested, unserved];
export const machineLooks: Record<string, Look> = { [lastTurn.name]: readLastTurns as Look };
