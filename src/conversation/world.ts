import type { Heard } from "../channel/port.ts";
import type { Calendar } from "../calendar/working-time.ts";
import type { Pass } from "../crash-points.ts";
import type { Query, Sql, Tx } from "../db/connect.ts";
import type { Vault } from "../db/seal.ts";
import type { Effect, Flow } from "../flow/index.ts";
import type { Clock, MatterKind } from "../matter/index.ts";
import type { NoticeKind } from "../notice/index.ts";
import type { OccasionKind } from "../occasion/index.ts";
import type { Directory, Limits, Personal, Suggestion, TownReader, Turn } from "../people/index.ts";
import type { Beforehand, Suggest } from "./suggest.ts";

/** What a message was understood as, and the words of it that decided so. */
export type Understood = { intent: string; facts: Record<string, unknown>; confidence: number; because: string[] };
/** The assist port: offline rules, or a model behind the same face. */
export type Understand = (text: string, context: { now: number; zone: string }) => Understood;

/** Runs one kind of look-up for a whole batch: answers in the order of the arguments. The vault opens sealed columns. */
export type Look = (sql: Query, args: readonly never[], vault: Vault) => Promise<unknown[]>;
/** Writes one kind of deed for a whole batch. */
export type Write = (sql: Tx, values: readonly { value: never; who: number | null; heard: number | null }[], now: number) => Promise<void>;

/** What the bots bring, put together by the composition root. */
export type Work = {
  flows: readonly Flow<Turn>[];
  kinds: readonly MatterKind[];
  looks: Readonly<Record<string, Look>>;
  deeds: Readonly<Record<string, Write>>;
  /** Kinds of occasions, with their dates and what happens at their steps. */
  occasions: readonly OccasionKind[];
  notices: readonly NoticeKind[];
  listens: readonly Listen[];
  /** What a town file says to this bot, written with the rest of the town. */
  towns: readonly TownReader[];
  /** What this bot keeps of a person, to be sealed anew or erased. */
  personal: readonly Personal[];
  /** Which words a model reads before they are heard. */
  reads: readonly Reads[];
  inquiries: readonly Inquiry[];
};

/** What a model is asked about matters while nobody waits for it. */
export type Inquiry<K = unknown> = {
  task: string;
  /** What is shown to it, read at once for all; undefined where there is nothing to ask. `known` is for what is made of the answer. */
  gather(sql: Query, asked: readonly Asked[], clock: Clock): Promise<({ words: string; known: K } | undefined)[]>;
  /** What is written with as much of the answer as is believed; pure. */
  makes(value: unknown, known: K | undefined, asked: Asked, clock: Clock): Effect[];
};
export type Asked = { id: number; task: string; matter_id: number; line_id: number | null; data: Record<string, unknown> };

/** Words that a model reads for a flow before they are heard, where there is one. */
export type Reads = {
  flow: string;
  /** The questions whose answers it reads, beside what opens the flow. */
  answers: readonly string[];
  /** Whether these words of this person are worth a question. */
  wants(text: string, turn: Beforehand): boolean;
};

/** Hears what is not said to the bot: presence, danger. Its flow never asks; what it says is said all the same. */
export type Listen = {
  /** Whether these words concern it; `understood` reads them only if it is called. */
  hears(turn: Turn, text: string, understood: () => Understood): boolean;
  flow: Flow<Turn>;
};

/** The program as the conversation sees it. */
export type World = {
  sql: Sql;
  now(): number;
  directory(): Directory;
  calendar(): Calendar;
  limits(): Limits;
  /** Reads people, rooms and roles again when they changed. */
  refresh(sql: Query, revision: number): Promise<void>;
  /** One transaction with the world as it sees it: people and rooms that it makes, or reads again, are its own until it commits. */
  begin(doing: (tx: Tx, world: World) => Promise<void>): Promise<void>;
  understand: Understand;
  reads: readonly Reads[];
  /** What a model is asked while nobody waits; none without a model. */
  inquiries: ReadonlyMap<string, Inquiry>;
  /** Asks it; undefined without one. */
  inquire: Suggest | undefined;
  /** What a model made of a message before it was heard. */
  suggested(heard: Heard): Suggestion | undefined;
  flows: ReadonlyMap<string, Flow<Turn>>;
  /** Which flow an intent opens. */
  intents: ReadonlyMap<string, Flow<Turn>>;
  /** Words at the start of a message that call the bot, and what they open. */
  triggers: readonly { word: string; flow: Flow<Turn> }[];
  kinds: ReadonlyMap<string, MatterKind>;
  looks: Readonly<Record<string, Look>>;
  deeds: Readonly<Record<string, Write>>;
  occasions: ReadonlyMap<string, OccasionKind>;
  notices: ReadonlyMap<string, NoticeKind>;
  listens: readonly Listen[];
  vault: Vault;
  /** The channel whose ids are names: plays and the web chat. */
  home: string;
  /** Whether that channel has no buttons, so that they are written out as numbers. */
  writesChoices(channel: string): boolean;
  /** A link that opens a direct chat with the bot on that channel. */
  directLink(channel: string): string | undefined;
  /** How the bot is let hear everything in a group of that channel, if anything does. */
  hearsGroupHow(channel: string): string | undefined;
  /** Where a test may end the program; does nothing otherwise. */
  crash: Pass;
};
