import { BOT_NAME, type Button, type Channel, type Where, type Who } from "../../src/channel/port.ts";
import type { TestEars } from "./ears.ts";

/** How somebody says something, beside the words. */
export type Manner = {
  at?: number;
  /** `@` before the words, in whatever way the platform does it. */
  toBot?: boolean;
  mentions?: Who;
  quotes?: string;
  picture?: Uint8Array;
  place?: [latitude: number, longitude: number];
  /** A file whose content the platform does not give out. */
  lost?: boolean;
};

export type Bubble = { messageId: string; text: string; buttons: Button[] };

/** The platform, and the people on it, in the port's terms. What happens here is not waited for. */
export type FarEnd = {
  /** What was said while nobody listened is lost: the platform tells everything once. */
  forgets?: true;
  person(name: string): Who;
  group(name: string): Where;
  /** A chat with the bot that the person has opened. */
  direct(who: Who): Promise<Where>;
  /** Answers the message's id as the port calls it. */
  say(where: Where, from: Who, text: string, manner?: Manner): string;
  /** Delivers the last thing a second time. */
  again(): void;
  press(where: Where, messageId: string, data: string, from: Who): void;
  edit(where: Where, messageId: string, text: string, from: Who): void;
  join(where: Where, who: Who): void;
  leave(where: Where, who: Who): void;
  shown(where: Where): Bubble[];
  /** The next line is refused for its pace; is shown and the connection lost; or the bot is no longer in the room. */
  next(trouble: "rate" | "cut", where: Where): void;
  bar(where: Where): void;
  /** Resolves when the platform has nothing left that was not acknowledged. */
  settled(): Promise<unknown>;
};

export type Harness = { channel: Channel; ears: TestEars; far: FarEnd; close: () => Promise<void> };
export type MakeHarness = () => Promise<Harness>;

/** What is heard of words said in a group: where only what calls the bot is heard, they called it. */
export const asHeard = (channel: Channel, where: Where, text: string): string =>
  channel.capabilities.hearsGroup || where.kind === "direct" ? text : `@${BOT_NAME} ${text}`;
