import { deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { factsOf, type ThemeFacts } from "./facts.ts";
import { aboutRota, mine } from "./find.ts";
import { type HostWords, hostWords } from "./host-words.ts";
import { standing } from "./queries.ts";
import { expecting, maySpeakFor, settled, tellOthers } from "./whose.ts";
import { about, dateOf, HOW_TO_TELL, session } from "./words-of.ts";

/** 确认承办, by the host's people or by who looks after them. */
export const confirmRota: Flow<Turn> = aboutRota("rota.confirm", ["确认承办"]).ends((a, turn) => {
  const found = mine(a.rota, a, turn);
  if (found.say !== undefined) return [say(found.say)];
  const words = hostWords(undefined).read(a.text, { now: turn.now, zone: turn.calendar.zone });
  return confirmed(found.one, words.ok ? words.value : {}, turn);
});

/** The host's answer to the question of a week ahead, and whatever they add to it. */
export const answerAsHost: Flow<Turn> = flow<Turn>("rota.host")
  .ask("words", (a) => hostWords(a["want"]), HOW_TO_TELL, { spot: false })
  .look("now", standing, (a) => ({ occasion: Number(a["occasion"]) }))
  .ends((a, turn) => {
    const one = a.now?.occasion;
    const host = turn.directory.organisation(one?.host_id);
    if (!one || !host || one.state !== "planned") return [say("这一期已经过去了，谢谢。")];
    if (!maySpeakFor(turn, host)) return [say(`这一期现在由${host.name}承办，不用您准备了。`)];
    return confirmed(one, a.words, turn);
  });

function confirmed(one: Occasion, words: HostWords, turn: Turn): Effect[] {
  const before = factsOf(one);
  const facts: ThemeFacts = { ...before, ...words, confirmed_by: before.confirmed_by ?? turn.who.id };
  const after = { ...one, facts };
  const known = about(after);
  const asks =
    !facts.topic && !facts.place
      ? HOW_TO_TELL
      : !facts.place
        ? "地点定在哪里？"
        : !facts.topic
          ? "主题定的是什么？例如“主题是安全生产”。"
          : "有变化随时告诉我。";
  const done = `好的，${dateOf(one, turn)}的主题党日（${session(one)}）${turn.directory.organisation(one.host_id)?.name ?? ""}已确认承办${known ? `，${known}` : ""}。`;
  const expects = expecting("rota.host", one, "host", facts.topic && !facts.place ? { want: "place" } : {});
  const written = [
    deed("occasion.change", { id: one.id, revision: one.revision, patch: { facts } }),
    settled(one, "host"),
    ...(one.host_id === null ? [] : tellOthers(one.host_id, `${turn.who.name}说的：${done}`, turn)),
  ];
  // In the group only the answer; what is still asked goes to the host.
  if (turn.room.kind === "group") return [...written, say(done), tell(turn.who.id, asks, { unasked: false, expects })];
  return [...written, tell(turn.who.id, `${done}${asks}`, { unasked: false, expects })];
}
