import { button, deed, type Effect, type SayOptions, tell } from "../../../src/flow/index.ts";
import type { Change, Clock, Matter, MatterEvent, NewMatter } from "../../../src/matter/index.ts";
import type { Directory } from "../../../src/people/index.ts";
import { type Charge, nextRung, type Rung, rungsOf, type Stage } from "./ladder.ts";
import { HOW, namesOf, wall } from "./words-of.ts";

/** Kinds of matters in which somebody must see after an elder. */
export type AlarmKind = "smiley" | "unwell" | "emergency";
export const KINDS: readonly AlarmKind[] = ["smiley", "unwell", "emergency"];

/** What the ladder of an alarm remembers. */
export type AlarmFacts = {
  /** The morning it is about. */
  on: string;
  volunteer: number | null;
  backup: number | null;
  contacts: number[];
  stage: Stage;
  /** Who was asked to go in this round; who was told of it at all, and must be told when it is over. */
  asked: number[];
  told: number[];
  /** The round of asking, the first one 1. */
  round: number;
  /** Since when the present step runs, milliseconds since 1970. */
  since: number;
  /** Under this name its questions are closed. */
  about: string;
  /** Whoever accepted was asked for a report. */
  chased?: boolean;
};
export const factsOf = (one: Pick<Matter, "facts">): AlarmFacts => one.facts as unknown as AlarmFacts;

const chargeOf = (one: Matter): Charge => {
  const { volunteer, backup, contacts } = factsOf(one);
  return { elder: one.raiser_id, team: one.organisation_id ?? 0, volunteer, backup, contacts };
};
export const ladderOf = (one: Matter, directory: Directory, now: number): Rung[] => rungsOf(chargeOf(one), directory, now);

export type Raised = { kind: AlarmKind; charge: Charge; on: string; detail: string; first: Rung; told: readonly number[] };

/** A new alarm with its first owner. The raiser is the elder, whoever noticed it. */
export function raise(raised: Raised, clock: Clock): { open: Effect; asks: Pick<SayOptions, "emergency" | "buttons"> & { expects: Asked } } {
  const { kind, charge, first } = raised;
  const due = clock.now + wall(clock.limits.smiley_accept);
  const about = `alarm ${charge.elder} ${clock.now}`;
  const facts: AlarmFacts = {
    on: raised.on,
    volunteer: charge.volunteer,
    backup: charge.backup,
    contacts: [...charge.contacts],
    stage: first.stage,
    asked: [first.person.id],
    told: [...new Set([first.person.id, ...raised.told])],
    round: 1,
    since: clock.now,
    about,
  };
  const one: Omit<NewMatter, "heard_id"> = {
    series: "平安",
    kind,
    lane: null,
    owner_id: first.person.id,
    raiser_id: charge.elder,
    organisation_id: charge.team,
    chain_id: null,
    room_id: null,
    parent_id: null,
    detail: raised.detail,
    facts,
    private: false,
    opened_at: clock.now,
    due_at: due,
    next_step: "accept",
    next_at: due,
  };
  return {
    open: deed("matter.open", one),
    asks: { emergency: true, buttons: answersOf(kind, "{no}"), expects: respond(about) },
  };
}

const answersOf = (kind: string, no: string) => [button("接单", `${kind}.accept`, no), button("去不了", "alarm.decline", no)];
type Asked = { flow: string; version: number; answers: Record<string, unknown>; about: string };
const respond = (about: string): Asked => ({ flow: "alarm.respond", version: 1, answers: {}, about });

/** After so many rounds nobody is left who was not asked twice: it goes on, but slower. */
const QUICK_ROUNDS = 2;
const SLOWER = 4;

/** The next one is asked to go, whoever has it now. */
export function climb(one: Matter, why: { verb: string; by: number | null; words?: string }, clock: Clock): { change: Change; effects: Effect[]; rung: Rung } {
  const facts = factsOf(one);
  const { rung, asked, again } = nextRung(ladderOf(one, clock.directory, clock.now), facts.asked);
  const round = facts.round + (again ? 1 : 0);
  const due = clock.now + wall(clock.limits.smiley_accept) * (round > QUICK_ROUNDS ? SLOWER : 1);
  const before = namesOf(
    facts.told.filter((each) => each !== rung.person.id),
    clock.directory,
  );
  const patch: Partial<Matter> = {
    state: "new",
    owner_id: rung.person.id,
    rung: one.rung + 1,
    next_step: "accept",
    next_at: due,
    due_at: due,
    facts: { ...one.facts, stage: rung.stage, asked, told: [...new Set([...facts.told, rung.person.id])], round, since: clock.now, chased: false },
  };
  const told = why.words ? `${why.words}。` : before ? `已找过${before}，还没有人接单。` : "还没有人接单。";
  return {
    change: changed(one, patch, ...(why.verb === "climbed" ? [] : [{ verb: why.verb, by: why.by }]), {
      verb: "climbed",
      by: why.by,
      data: { stage: rung.stage, to: rung.person.name },
    }),
    effects: [
      deed("smiley.stage", { matter: one.id, stage: rung.stage }),
      tell(rung.person.id, `${one.no}：${one.detail}。${told}${HOW[one.kind as AlarmKind]}`, {
        matter: one.id,
        emergency: true,
        buttons: answersOf(one.kind, one.no),
        expects: respond(facts.about),
      }),
    ],
    rung,
  };
}

export const changed = (one: Matter, patch: Partial<Matter>, ...events: MatterEvent[]): Change => ({ id: one.id, revision: one.revision, patch, events });

/** Something more said to one of those who were asked; they may still answer. */
export const askOn = (one: Matter, person: number, words: string, unasked = true): Effect =>
  tell(person, words, { matter: one.id, unasked, emergency: unasked, expects: respond(factsOf(one).about) });

export type Ending = { by: number | null; verb: "heard_from" | "reported"; words: string; state: "all_clear" | "absent" };

/** It is over: everybody who was told of it is told that, by whom and in which words. */
export function settle(one: Matter, { by, verb, words, state }: Ending, now: number): Effect[] {
  const { told, about } = factsOf(one);
  return [
    deed(
      "matter.change",
      changed(
        one,
        { state: "closed", result: "solved", closed_at: now, next_step: null, next_at: null },
        { verb, by, data: { words } },
        { verb: "closed", by },
      ),
    ),
    deed("smiley.clear", { matter: one.id, state }),
    deed("expectation.close", { about }),
    ...told.filter((each) => each !== by).map((each) => tell(each, `解除 ${one.no}：${words}`, { matter: one.id, emergency: true })),
  ];
}
