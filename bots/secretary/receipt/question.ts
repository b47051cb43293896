import { date } from "../../../src/flow/asks/date.ts";
import { time } from "../../../src/flow/asks/time.ts";
import { type Effect, flow, type Flow, handOver, say } from "../../../src/flow/index.ts";
import { type Notice, noticeById, receiptsOf, titleOf } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { KNOWN_MS } from "../announce/pick.ts";
import { placeIn } from "../announce/place.ts";

const MOST_QUOTED = 200;
const WHEN = /什么时候|啥时候|几点|哪天|几号|什么时间|时间/u;
const WHERE = /哪里|哪儿|在哪|什么地方|地点|会议室|几楼/u;
const WHAT = /(?:带|准备|交|穿)(?:什么|啥|哪些)|什么材料|材料/u;
const BRING = /(?:带好|带上|带着|携带|带|备齐|准备好|准备|提交|上交|交|穿)([^，,。；;！!\n]{1,30})/u;

/** A question about a notice is answered in its own words; what they do not say goes to whoever wrote it. */
export function answerQuestion(one: Notice, words: string, turn: Turn): Effect[] {
  const found = inText(one.text, words, turn);
  if (found) return [say(`${found}。通知原文：“${one.text.slice(0, MOST_QUOTED)}”`)];
  if (turn.who.id === one.author_id) return [say("通知里没有写。")];
  return [handOver(`问通知“${titleOf(one)}”`, { to: one.author_id, words: (keeper) => `通知里没有写，已转给${keeper}，会有人回复您。` })];
}

/** Corrections stand below what they correct: the last line that says it counts. */
function inText(text: string, words: string, { now, calendar }: Turn): string | undefined {
  const lines = text.split("\n").toReversed();
  const first = (read: (line: string) => string | undefined): string | undefined => lines.map(read).find((each) => each !== undefined);
  const context = { now, zone: calendar.zone };
  if (WHEN.test(words)) {
    const [day, clock] = [date(), time()];
    const said = [first((line) => day.spot(line, context)?.words), first((line) => clock.spot(line, context)?.words)].flatMap((each) => each ?? []);
    return said.length ? said.join("") : undefined;
  }
  if (WHERE.test(words)) return first(placeIn);
  return WHAT.test(words) ? first((line) => BRING.exec(line)?.[0]) : undefined;
}

/** `什么时候？` said to the bot: about what was announced last, here or to this person. */
export const question: Flow<Turn> = flow<Turn>("question")
  .opensOn([], { understands: "question" })
  .look("quoted", noticeById, (_, { notice }) => ({ id: notice ?? 0 }))
  .look("told", receiptsOf, (_, { who, room, now }) => ({ person: who.id, room: room.kind === "group" ? room.id : null, since: now - KNOWN_MS }))
  .ends((a, turn) => {
    const one = a.quoted ?? a.told.find((each) => each.state === "sent");
    return one ? answerQuestion(one, a.text, turn) : [handOver("问通知的事")];
  });
