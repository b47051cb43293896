import { laneOf } from "../../../src/assist/lane.ts";
import { choice } from "../../../src/flow/asks/choice.ts";
import { money } from "../../../src/flow/asks/money.ts";
import { organisation } from "../../../src/flow/asks/organisation.ts";
import { text } from "../../../src/flow/asks/text.ts";
import { type Answers, flow, handOver, type Seen } from "../../../src/flow/index.ts";
import { type Matter, mattersBy } from "../../../src/matter/index.ts";
import { chainOf, type Organisation, type Turn } from "../../../src/people/index.ts";
import { isComplaint } from "./complaint.ts";
import { goesOnQuestion, joinOrOther, registered, takenUp } from "./register.ts";
import { supplemented } from "./raiser.ts";
import { laneChoices, laneLabel, type Lane } from "./lanes.ts";
import { goesOnAsk, goesOnWith, similarAsk, similarOf } from "./similar.ts";
import { field, laneField } from "./template.ts";
import { short } from "./words-of.ts";

const LONGEST = 2000;
const detailAsk = text({ min: 6, max: LONGEST });

/** An enterprise says what is stuck. What the first sentence already said is not asked again; what names problem and
 *  lane is registered at once. Sums that were not volunteered are asked one to one afterwards. */
export const reportProblem = flow<Turn>("problem.report")
  .opensOn(["反映问题", "我要反映", "反映一个问题", "上报问题"], { understands: "problem.report" })
  .waits({ remindAfter: 60, dropAfter: 24 * 60 })
  .know("enterprise", (answers, turn) => enterpriseOf(answers.text, turn))
  .askIf(
    (answers, turn) => !answers.enterprise && chainOf(turn) !== undefined && enterprisesFor(turn).length > 1,
    "named",
    (_, turn) => organisation(enterprisesFor(turn).flatMap((each) => [each.name, ...(each.short ? [each.short] : [])])),
    "是哪家企业的问题？请说企业名称。",
    { fact: "organisation" },
  )
  .know("detail", (answers) => detailOf(answers.text))
  .ask("detail", detailAsk, "请用一两句话说说遇到的问题。", { spot: false })
  .look("open", mattersBy, (answers, turn) => ({ by: "organisation", value: enterpriseHere(answers, turn)?.id ?? null }))
  .askIf(
    (answers, turn) => goesOnWith(answers.open, answers.text, turn) !== undefined,
    "goesOn",
    goesOnAsk,
    (answers, turn) => goesOnQuestion(goesOnWith(answers.open, answers.text, turn) as Matter),
    { spot: false },
  )
  .know("lane", (answers) =>
    isComplaint(String(answers.detail)) ? { value: laneOf(String(answers.detail)).lane } : laneFor(answers.text, String(answers.detail), answers.facts["lane"]),
  )
  .askIf((answers) => answers.goesOn !== "same", "lane", choice(laneChoices), "这属于哪一类？1 融资 2 政策 3 技术 4 法律 5 人才 6 供需 7 党建 8 其他", {
    spot: false,
  })
  .askIf(
    (answers) => answers.guessed("lane") && answers.goesOn !== "same" && !isComplaint(String(answers.detail)),
    "right",
    (answers) => laneRight(answers.lane as Lane),
    (answers) => `${short(String(answers.detail))}——我先按“${laneLabel(String(answers.lane))}”登记，对吗？对请回“对”，不对请说是哪一类。`,
    { spot: false },
  )
  .know("amount", (answers, turn) => amountOf(answers, turn))
  .askIf(
    (answers, turn) => answers.goesOn !== "same" && similarOf(answers.open, String(answers.detail), laneHere(answers), turn) !== undefined,
    "same",
    similarAsk,
    (answers, turn) => joinOrOther(similarOf(answers.open, String(answers.detail), laneHere(answers), turn) as Matter, turn),
    { spot: false },
  )
  .ends((answers, turn) => {
    const before = answers.goesOn === "same" ? goesOnWith(answers.open, answers.text, turn) : undefined;
    if (before) return supplemented(before, String(answers.detail), turn);
    const enterprise = enterpriseHere(answers, turn);
    const chain = enterprise ? turn.directory.organisation(enterprise.parent_id) : chainOf(turn);
    if (!chain) return [handOver("反映的问题，不知道属于哪条产业链")];
    const similar = similarOf(answers.open, String(answers.detail), laneHere(answers), turn);
    const report = {
      detail: String(answers.detail),
      lane: laneHere(answers),
      amount: answers.amount as number | undefined,
      enterprise,
      chain,
      because: becauseOf(answers),
    };
    if (isComplaint(report.detail)) return takenUp(report, turn);
    if (similar && answers.same === "same") return registered.joins(similar, report, turn);
    return registered.opens(report, turn);
  });

type Known = Seen<Answers & { text: string; facts: Record<string, unknown> }>;

/** Whose problem: the speaker's own enterprise, or the one of their chain that the sentence names. */
function enterpriseOf(words: string, turn: Turn): { value: number } | undefined {
  const own = turn.directory.enterprise(turn.who.id);
  if (own) return { value: own.id };
  const said = field(words, "企业") ?? words;
  const named = enterprisesFor(turn).find((each) => said.includes(each.name) || (each.short && said.includes(each.short)));
  return named && { value: named.id };
}

function enterprisesFor(turn: Turn): Organisation[] {
  const chain = chainOf(turn);
  return [...turn.directory.organisations.values()].filter((each) => each.kind === "enterprise" && each.parent_id === chain?.id);
}

function enterpriseHere(answers: Answers, turn: Turn): Organisation | undefined {
  if (typeof answers["enterprise"] === "number") return turn.directory.organisation(answers["enterprise"]);
  const named = answers["named"];
  return typeof named === "string" ? turn.directory.organisationNamed(named) : undefined;
}

/** The opening sentence is the detail, unless it only says that there is a problem. */
function detailOf(words: string): { value: string } | undefined {
  const said = (field(words, "问题") ?? words).trim();
  if (said.length < 6 || /^(我|我们)?(想|要|有)?(反映|报|说|提)?(一?个|些|点)?(问题|困难|情况|事|诉求)[吗呢啊。！!]?$/u.test(said)) return undefined;
  return { value: said.slice(0, LONGEST) };
}

function laneFor(words: string, detail: string, fact: unknown): { value: string; guessed?: boolean } | undefined {
  const written = laneField(words);
  if (written) return { value: written };
  const found = laneOf(detail);
  if (found.sure) return { value: found.lane };
  if (found.words.length) return { value: found.lane, guessed: true };
  return typeof fact === "string" && fact !== "other" ? { value: fact, guessed: true } : undefined;
}

const laneHere = (answers: Answers): string => String(answers["right"] ?? answers["lane"]);

/** 对 keeps the guess; any lane's name replaces it. */
function laneRight(guess: Lane) {
  const ask = choice(laneChoices);
  return {
    ...ask,
    labels: [],
    read: (words: string, context: Parameters<typeof ask.read>[1]) =>
      /^(对|是|是的|对的|嗯|没错|好|好的|可以|ok|1)[的了。！!]*$/iu.test(words.trim())
        ? { ok: true as const, value: guess }
        : ask.read(words.replace(/^(不对|不是|不)[，,\s]*(是|应该是|属于)?/u, ""), context),
  };
}

function amountOf(answers: Known, turn: Turn): { value: number } | undefined {
  const written = field(answers.text, "金额");
  const said = answers.facts["amount_yuan"] ?? money().spot(written ?? String(answers["detail"]), { now: turn.now, zone: turn.calendar.zone })?.value;
  return typeof said === "number" ? { value: said } : undefined;
}

/** The reason for the lane, in the words that decided it. */
const becauseOf = (answers: Answers): string[] =>
  answers["right"] && answers["right"] !== answers["lane"] ? [] : laneOf(String(answers["detail"])).words.slice(0, 3);
