import { deed, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { waitingFor } from "./queries.ts";

const MOST = 10;

/** 待处理: everything said to the bot that it could not place, and who said it. */
const list = flow<Turn>("queue.list")
  .opensOn("待处理", { understands: "queue.list" })
  .look("waiting", waitingFor, (_, { who, directory }) => ({ person: who.id, everything: directory.isTown(who.id, "secretary") }))
  .ends(({ waiting }) => {
    if (!waiting.length) return [say("没有待处理的消息。")];
    const rows = waiting.slice(0, MOST).map((each) => `${each.id} ${each.who}：${each.text.slice(0, 60)}${each.state === "parked" ? "（处理出错）" : ""}`);
    return [say([`待处理 ${waiting.length} 条：`, ...rows, "回复“答复 编号 内容”转告本人。"].join("\n"))];
  });

/** 答复 12 …: the secretary's words go to whoever asked, and the queue forgets it. */
const answer = flow<Turn>("queue.answer")
  .opensOn(["答复", "回复待处理"])
  .look("waiting", waitingFor, (_, { who, directory }) => ({ person: who.id, everything: directory.isTown(who.id, "secretary") }))
  .ends(({ waiting, text }, { who }) => {
    const [, number, words] = /^\s*(\d+)\s*[：:，,]?\s*([\s\S]+)$/u.exec(text) ?? [];
    const one = number ? waiting.find((each) => each.id === Number(number)) : undefined;
    if (!one || !words) return [say("请写成“答复 编号 内容”，编号见“待处理”。")];
    return [
      deed("queue.settle", { heard: one.id }),
      say(`已转告${one.who}，第 ${one.id} 条处理完了。`),
      tell(one.person_id, `${who.name}答复您（您说的是“${one.text.slice(0, 40)}”）：${words}`, {}),
    ];
  });

export const flows: readonly Flow<Turn>[] = [list, answer];
export { looks, deeds } from "./queries.ts";
