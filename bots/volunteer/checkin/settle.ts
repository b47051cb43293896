import { type Condition, conditionIn } from "./condition.ts";
import type { Household } from "./household.ts";
import { names } from "./household.ts";
import { nothing, type Reading, type Told } from "./reading.ts";

/** The households of a report's speaker, and the others of the team. */
export type Charge = {
  /** Theirs today, those who are away too. */
  mine: readonly Household[];
  team: readonly Household[];
  /** A team's leader may speak of every household, if it is named. */
  leads: boolean;
  /** Who answers for a household today. */
  responder(one: Household): string | undefined;
};

/** What must be known before anything is written. */
export type Question =
  | { asks: "which"; words: string; among: readonly Household[]; condition: Condition }
  | { asks: "count"; said: number; lacking: number; more: boolean; among: readonly Household[]; condition: Condition }
  | { asks: "fewer"; said: number; among: readonly Household[] }
  | { asks: "still"; among: readonly Household[] }
  | { asks: "how"; one: Household };
/** An answer to it: how those households are, or the whole report said anew. */
export type Reply = { told: { elder: number; condition: Condition }[] } | { instead: Reading } | { taken: "back" };

export type Settled = { question: Question } | { refused: string } | { media: "picture" | "voice" } | { known: ReadonlyMap<number, Condition> };

/** Holds a report against the households of its speaker. Whatever does not fit is asked, one thing at a time, and until it
 *  is answered nothing of the report counts. */
export function settle(said: Reading, charge: Charge, replies: readonly Reply[]): Settled {
  const anew = replies.findLastIndex((each) => "instead" in each);
  const instead = replies[anew];
  const reading = instead && "instead" in instead ? instead.instead : said;
  const answers = replies.slice(anew + 1).filter((each) => !("instead" in each));
  if (answers.some((each) => "taken" in each)) return { refused: "好的，这句先不记。请再说一次各家情况，例如“都好，就刘阿姨没人应”。" };
  if (reading.media) return { media: reading.media };
  return strangers(reading, charge) ?? new Settling(reading, charge, answers).result();
}

/** A household that is somebody else's, or nobody's here. */
function strangers(reading: Reading, charge: Charge): Settled | undefined {
  for (const { words, among } of [...reading.told, ...reading.excluded]) {
    if (ofThem(among, charge).length) continue;
    const theirs = charge.team.find((each) => among.includes(each.elder));
    const whose = theirs && charge.responder(theirs);
    const where = theirs ? `${theirs.name}今天${whose ? `由${whose}负责` : "没有排给您"}` : `您今天负责的住户里没有“${words}”`;
    return { refused: `${where}。${charge.mine.length ? `您负责的是：${names(charge.mine)}。` : "您今天没有负责的住户。"}刚才这句没有记。` };
  }
  return undefined;
}

const ofThem = (among: readonly number[], { mine, team, leads }: Charge): Household[] => {
  const own = mine.filter((each) => among.includes(each.elder));
  return own.length || !leads ? own : team.filter((each) => among.includes(each.elder));
};

class Settling {
  private readonly known = new Map<number, Condition>();
  private readonly reading: Reading;
  private readonly charge: Charge;
  private readonly answers: Reply[];

  constructor(reading: Reading, charge: Charge, answers: readonly Reply[]) {
    this.reading = reading;
    this.charge = charge;
    this.answers = [...answers];
  }

  result(): Settled {
    return this.named() ?? this.left() ?? this.counted() ?? this.rest() ?? { known: this.known };
  }

  /** The next answer counts for this question; without one it is asked. */
  private ask(question: Question): Settled | undefined {
    const reply = this.answers.shift();
    if (!reply || !("told" in reply)) return { question };
    for (const { elder, condition } of reply.told) this.known.set(elder, condition);
    return undefined;
  }

  private named(): Settled | undefined {
    for (const told of this.reading.told) {
      const asked = this.one(told);
      if (asked) return asked;
    }
    return undefined;
  }

  private one(told: Told): Settled | undefined {
    const among = ofThem(told.among, this.charge);
    const condition = conditionIn(told);
    // `3号楼都好` may speak of several; that nobody answers is said of one door.
    if (among.length > 1 && condition.state !== "safe") return this.ask({ asks: "which", words: told.words, among, condition });
    for (const each of among) {
      const before = this.known.get(each.elder);
      if (before && before.state !== condition.state) {
        const asked = this.ask({ asks: "how", one: each });
        if (asked) return asked;
      } else this.known.set(each.elder, condition);
    }
    return undefined;
  }

  /** `除了刘阿姨都好`: then how is she? */
  private left(): Settled | undefined {
    for (const each of this.reading.excluded.flatMap(({ among }) => ofThem(among, this.charge))) {
      const asked = this.known.has(each.elder) ? undefined : this.ask({ asks: "how", one: each });
      if (asked) return asked;
    }
    return undefined;
  }

  /** Theirs who are at home and of whom nothing particular was said. */
  private open(): Household[] {
    return this.charge.mine.filter((each) => each.state !== "absent" && !this.known.has(each.elder));
  }

  /** The number must fit: all of theirs, but for those named with something else. */
  private counted(): Settled | undefined {
    const { count, unnamed, scope } = this.reading;
    if (count === null && !unnamed) return undefined;
    const among = this.perhaps();
    const lacking = count === null ? (unnamed?.count ?? 0) : among.length - count;
    if (lacking < 0 || lacking > among.length) return this.ask({ asks: "fewer", said: count ?? lacking, among });
    const asked = this.which(among.length - lacking, lacking, unnamed?.condition ?? { state: "missing" });
    if (!asked && (count !== null || scope)) return this.all();
    return asked;
  }

  /** Theirs who are at home and may be among those counted as well. */
  private perhaps(): Household[] {
    const said = (each: Household) => this.known.get(each.elder)?.state ?? "safe";
    return this.charge.mine.filter((each) => each.state !== "absent" && said(each) === "safe");
  }

  /** Those that the number leaves out, until all of them are named. */
  private which(said: number, lacking: number, condition: Condition, more = false): Settled | undefined {
    const among = this.perhaps();
    if (lacking === 0) return undefined;
    const asked = this.ask({ asks: "count", said, lacking, more, among, condition });
    if (asked) return asked;
    const named = among.length - this.perhaps().length;
    return named > 0 ? this.which(said, lacking - named, condition, true) : undefined;
  }

  private rest(): Settled | undefined {
    const { scope, count } = this.reading;
    if (count !== null || scope === null) return undefined;
    if (scope === "all") return this.all();
    for (const each of this.open()) if (["waiting", "silent"].includes(each.state)) this.known.set(each.elder, { state: "safe" });
    return undefined;
  }

  /** All are well: also those of whom something else was said before? */
  private all(): Settled | undefined {
    const before = this.open().filter((each) => each.state === "missing" || each.state === "concern");
    const asked = before.length ? this.ask({ asks: "still", among: before }) : undefined;
    if (asked) return asked;
    for (const each of this.open()) this.known.set(each.elder, { state: "safe" });
    return undefined;
  }
}

/** A report that says only that everybody is well. */
export const allWell: Reading = { ...nothing, scope: "all" };
