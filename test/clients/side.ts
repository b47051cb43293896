import type { Button } from "../../src/channel/port.ts";

export type Place = "group" | "rong" | "qian";
export type Shown = { id: string; text: string; buttons: Button[] };

/** A platform with two people and a group on it, as the real client sees it. */
export type Side = {
  channel: "telegram" | "wechat" | "wecom";
  /** Ids on the platform, for the town file. */
  ids: Record<Place, string>;
  env: Record<string, string>;
  /** The program is ready, at this address. */
  begun(address: string): Promise<void>;
  /** In the group it is said to the bot. */
  say(place: Place, who: "rong" | "qian", text: string): void;
  /** A button, or what is written in its place. */
  choose(place: Place, shown: Shown, label: string): void;
  shown(place: Place): Shown[];
  waitFor<T>(what: string, look: () => T | undefined): Promise<T>;
  close(): Promise<void>;
};

export const NAMES = { rong: "荣师傅", qian: "钱经理", group: "氟硅材料链企业群" };
export const PATIENCE_MS = 60_000;
