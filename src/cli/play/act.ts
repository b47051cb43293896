import { createHash } from "node:crypto";
import type { Where } from "../../channel/port.ts";
import type { Sql } from "../../db/connect.ts";
import type { Saying } from "../../channel/memory/index.ts";
import { type Bound, fill, match } from "./pattern.ts";
import type { Play, Statement } from "./parse.ts";
import { spoken } from "./spoken.ts";
import { type Bots, type Every, Stage } from "./stage.ts";
import { truth } from "./truth.ts";

/** What a play expected and what was said; thrown with the line it happened at. */
export class Differs extends Error {
  override name = "Differs";
}
type Place = { kind: "group" | "direct"; name: string };
const where = ({ kind, name }: Place): Where => ({ kind, id: name, name });

/** Acts one play out on its own database. `begin` imports the town at the play's first moment. */
export class Actor {
  private readonly stage: Stage;
  private readonly sql: Sql;
  private readonly every: Every;
  private readonly play: Play;
  private readonly begin: (town: string, now: number) => Promise<void>;
  private bound: Bound = new Map();
  private place: Place | undefined;
  private readonly cursors = new Map<string, number>();
  private readonly said: { place: Place; who: string; text: string; id: string }[] = [];
  private town = "";
  private begun = false;
  private count = 0;
  readonly transcript: string[] = [];

  constructor(sql: Sql, play: Play, bots: Bots, every: Every, begin: (town: string, now: number) => Promise<void>) {
    this.sql = sql;
    this.play = play;
    this.every = every;
    this.begin = begin;
    this.stage = new Stage(sql, bots, every);
  }

  async run(): Promise<void> {
    const loose = this.play.statements.some((each) => each.does === "loose");
    for (const each of this.play.statements) {
      if (each.does === "place") this.cursors.set(keyOf(each), this.cursors.get(keyOf(each)) ?? 0);
    }
    for (const each of this.play.statements) {
      try {
        await this.act(each, loose);
        if (this.every === "restart" && this.begun) await this.stage.rebuild();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Differs(`${this.play.file}:${each.line}: ${why}\n  ${each.source}\n${this.story()}`, { cause: error });
      }
    }
    if (!loose) this.nothingLeft();
  }

  private async act(each: Statement, loose: boolean): Promise<void> {
    switch (each.does) {
      case "town":
        this.town = each.name;
        return;
      case "loose":
      case "model":
        return;
      case "at":
        return this.moveTo(each.date, each.time);
      case "after": {
        const { calendar } = this.stage.running.world;
        const days = each.workdays ? calendar().addWorkingDays(this.stage.now, each.workdays) : this.stage.now;
        return this.stage.advance(days + each.minutes * 60_000);
      }
      case "place":
        this.known(each);
        this.place = { kind: each.kind, name: each.name };
        return;
      case "say":
        return this.speak(each.who, fill(each.text, this.bound), each.quote === undefined ? undefined : fill(each.quote, this.bound));
      case "press":
        return this.press(each.who, fill(each.label, this.bound));
      case "join":
      case "leave":
        return this.comesOrGoes(each.does, each.who, each.stranger);
      case "expect":
        return this.expect(each.pattern, loose);
      case "silent":
        return this.silent();
      case "truth": {
        const found = await truth(this.sql, each.query, this.bound, this.zone());
        const wanted = fill(each.value, this.bound);
        if (found !== wanted) throw new Error(`expected ${wanted}, found ${found}`);
        return;
      }
      case "upset":
        if (each.what === "restart") await this.stage.rebuild();
        if (each.what === "redeliver") await this.stage.turn(() => this.stage.memory.again(), false);
        if (each.what === "crash") this.crashNext = true;
        return;
      case "away":
        return this.stage.away(each.how, this.stage.now + each.minutes * 60_000);
    }
  }
  private crashNext = false;

  private async moveTo(date: string, time: string): Promise<void> {
    const { instantOf } = await import("../../calendar/working-time.ts");
    if (!this.begun) {
      await this.begin(this.town, 0);
      const [town] = await this.sql<{ zone: string }[]>`select zone from town`;
      this.stage.now = instantOf(date, time, town?.zone ?? "Asia/Shanghai");
      await this.sql`update town set began_at = ${this.stage.now}::timestamptz`;
      await this.stage.rebuild();
      this.begun = true;
      await this.stage.turn(async () => void (await this.stage.running.work()), false);
      return;
    }
    const to = instantOf(date, time, this.zone());
    if (to < this.stage.now) throw new Error("the clock does not go back");
    await this.stage.advance(to);
  }

  private zone = (): string => this.stage.running.world.directory().town.zone;
  private here(): Place {
    if (!this.place) throw new Error("no place yet: “## …”");
    return this.place;
  }
  private known(place: Place): void {
    if (!this.begun) return;
    const directory = this.stage.running.world.directory();
    if (place.kind === "group" ? !directory.group(place.name) : !directory.named(place.name))
      throw new Error(`nobody knows ${place.kind === "group" ? "the room" : "the person"} ${place.name}`);
  }

  private async speak(who: string, words: string, quote: string | undefined): Promise<void> {
    const place = this.here();
    const directory = this.stage.running.world.directory();
    if (!directory.named(who)) throw new Error(`nobody is called ${who}`);
    if (place.kind === "direct" && place.name !== who) throw new Error(`${who} cannot speak in the direct chat of ${place.name}`);
    const names = [...directory.people.values()].flatMap((each) => [each.name, each.display, ...each.aliases]);
    const { text, media, mentions, mentionsMe } = spoken(words, names);
    const id = `p${(this.count += 1)}`;
    this.transcript.push(`${label(place)} ${who}：${words}`);
    this.said.push({ place, who, text, id });
    const quoted = quote === undefined ? undefined : this.quoted(place, quote);
    const kept = media.map((each) => ({ ...each, hash: createHash("sha256").update(`${each.kind} ${each.name}`).digest("hex") }));
    await this.tell({
      kind: "message",
      where: where(place),
      from: { id: who, name: who },
      at: this.stage.now,
      text,
      mentionsMe,
      mentions,
      messageId: id,
      ...(kept.length ? { media: kept } : {}),
      ...(quoted ? { quote: quoted } : {}),
    });
  }

  private quoted(place: Place, text: string): { messageId: string; mine: boolean; text: string } {
    const mine = this.stage.memory.messages(where(place)).findLast((each) => each.text.includes(text));
    const theirs = this.said.findLast((each) => keyOf(each.place) === keyOf(place) && each.text.includes(text) && each.id !== `p${this.count}`);
    if (mine) return { messageId: mine.messageId, mine: true, text: mine.text };
    if (theirs) return { messageId: theirs.id, mine: false, text: theirs.text };
    throw new Error(`nothing here contains “${text}”`);
  }

  private async press(who: string, name: string): Promise<void> {
    const place = this.here();
    const shown = this.stage.memory.messages(where(place)).findLast((each) => each.buttons.some((button) => button.label === name));
    const data = shown?.buttons.find((button) => button.label === name)?.data;
    if (!shown || data === undefined) throw new Error(`no message here offers the button “${name}”`);
    this.transcript.push(`${label(place)} ${who} 点「${name}」`);
    await this.tell({ kind: "press", where: where(place), from: { id: who, name: who }, at: this.stage.now, messageId: shown.messageId, data });
  }

  private async comesOrGoes(kind: "join" | "leave", who: string, stranger: boolean): Promise<void> {
    const place = this.here();
    if (!stranger && !this.stage.running.world.directory().named(who)) throw new Error(`nobody is called ${who}`);
    this.transcript.push(`${label(place)} ${who} ${kind === "join" ? "进群" : "退群"}`);
    await this.tell({
      kind,
      where: where(place),
      from: { id: who, name: who },
      who: { id: who, name: who },
      at: this.stage.now,
      ...(stranger ? { stranger } : {}),
    });
  }

  private async tell(saying: Saying): Promise<void> {
    const killed = this.crashNext || this.every === "crash";
    this.crashNext = false;
    const id = saying.kind === "message" ? saying.messageId : undefined;
    await this.stage.turn(() => this.stage.memory.say({ ...saying, key: id ?? `k${(this.count += 1)}` }), killed);
  }

  private async expect(pattern: string, loose: boolean): Promise<void> {
    const place = this.here();
    const numbers = (await this.sql<{ no: string }[]>`select no from matter`).map((each) => each.no);
    const messages = this.stage.memory.messages(where(place));
    for (let at = this.cursors.get(keyOf(place)) ?? 0; at < messages.length; at += 1) {
      const found = match(pattern, messages[at]?.text ?? "", this.bound, numbers);
      if (!found && !loose) throw new Error(`the bot said something else:\n    ${messages[at]?.text.replaceAll("\n", "\n    ")}`);
      if (!found) continue;
      this.bound = found;
      this.cursors.set(keyOf(place), at + 1);
      return;
    }
    throw new Error("the bot said nothing more here");
  }

  private silent(): void {
    const place = this.here();
    const more = this.stage.memory.messages(where(place))[this.cursors.get(keyOf(place)) ?? 0];
    if (more) throw new Error(`the bot did say something:\n    ${more.text.replaceAll("\n", "\n    ")}`);
  }

  private nothingLeft(): void {
    for (const [key, cursor] of this.cursors) {
      const place = placeOf(key);
      const more = this.stage.memory.messages(where(place))[cursor];
      if (more)
        throw new Differs(
          `${this.play.file}:${this.play.line}: “${this.play.title}”: no line expects this in ${label(place)}:\n    ${more.text.replaceAll("\n", "\n    ")}\n${this.story()}`,
        );
    }
  }

  /** What was said so far, for whoever reads the failure. */
  private story(): string {
    const bot = this.stage.memory.transcript.map((each) => `${label({ kind: each.where.kind, name: each.where.id })} 链心：${each.text.replaceAll("\n", "⏎")}`);
    return ["  people:", ...this.transcript.map((each) => `    ${each}`), "  the bot:", ...bot.map((each) => `    ${each}`)].join("\n");
  }
}

const keyOf = ({ kind, name }: Place): string => `${kind} ${name}`;
const placeOf = (key: string): Place => ({ kind: key.startsWith("group") ? "group" : "direct", name: key.slice(key.indexOf(" ") + 1) });
const label = ({ kind, name }: Place): string => (kind === "group" ? `[${name}]` : `[@${name}]`);
