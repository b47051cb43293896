import { type AnyActorRef, assign, createActor, setup, type Snapshot } from "xstate";
import { ASKED } from "../contender.ts";
import { AGAIN, detailOf, isYes, laneOf, NOT_REGISTERED, registered } from "./answers.ts";
import { peer } from "./peer.ts";

/* A machine of three questions, persisted per answer as the guide says: the snapshot is read, an actor is made of it, told
   what was said, and its new snapshot is written. No bot library stands before it. */

type Report = { detail: string; lane: string };

const machine = setup({
  types: { context: {} as Report, events: {} as { type: "said"; text: string } },
  guards: {
    isDetail: ({ event }) => detailOf(event.text) !== undefined,
    isLane: ({ event }) => laneOf(event.text) !== undefined,
    isYes: ({ event }) => isYes(event.text),
  },
  actions: {
    keepDetail: assign({ detail: ({ event }) => detailOf(event.text) ?? "" }),
    keepLane: assign({ lane: ({ event }) => laneOf(event.text) ?? "" }),
  },
}).createMachine({
  id: "report",
  initial: "detail",
  context: { detail: "", lane: "" },
  states: {
    detail: { on: { said: { guard: "isDetail", target: "lane", actions: "keepDetail" } } },
    lane: { on: { said: { guard: "isLane", target: "right", actions: "keepLane" } } },
    right: { on: { said: [{ guard: "isYes", target: "registered" }, { target: "dropped" }] } },
    registered: { type: "final" },
    dropped: { type: "final" },
  },
});

await peer(({ sessions, say, openMatter }) => {
  const keep = (key: string, actor: AnyActorRef) => sessions.write(key, actor.getPersistedSnapshot());
  return async ({ person, text }) => {
    const key = String(person);
    const kept = (await sessions.read(key)) as Snapshot<unknown> | undefined;
    const actor = createActor(machine, kept ? { snapshot: kept } : {}).start();
    if (!kept) {
      say(ASKED.detail);
      return keep(key, actor);
    }
    const before = actor.getSnapshot().value;
    actor.send({ type: "said", text });
    const { value, context } = actor.getSnapshot();
    if (value === before) return say(before === "lane" ? AGAIN.lane : AGAIN.detail);
    if (value === "lane") say(ASKED.lane);
    else if (value === "right") say(ASKED.right(context.lane, context.detail));
    else say(value === "registered" ? registered(await openMatter(context)) : NOT_REGISTERED);
    return actor.getSnapshot().status === "done" ? sessions.remove(key) : keep(key, actor);
  };
});
