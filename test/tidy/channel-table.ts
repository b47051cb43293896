import { createMemory } from "../../src/channel/memory/index.ts";
import type { Capabilities } from "../../src/channel/port.ts";
import { createTelegram } from "../../src/channel/telegram/index.ts";
import { createWebChat } from "../../src/channel/web/index.ts";
import { createWechat } from "../../src/channel/wechat/index.ts";
import { createWecom } from "../../src/channel/wecom/index.ts";

/* The table of docs/channels.md, made of what each channel says of itself. */

const now = (): number => 0;
const app = { corpId: "ww1", agentId: "1", secret: "s", token: "t", aesKey: "a".repeat(43) };

/** Each channel as its options make it. */
const channels: Readonly<Record<string, Capabilities>> = {
  WeChat: createWechat({ puppet: "wechaty-puppet-mock", now, failed: () => {}, show: () => {} }).capabilities,
  "WeCom, app": createWecom({ app, now }).capabilities,
  "WeCom, robot": createWecom({ robot: { botId: "b", secret: "s", botName: "链心" }, now }).capabilities,
  Telegram: createTelegram({ token: "1:t", now }).capabilities,
  "web chat": createWebChat().capabilities,
  "memory (plays)": createMemory().capabilities,
};
const either = (yes: string, no: string) => (has: boolean) => (has ? yes : no);
const RECEIPTS = { id: "the platform's answer", echo: "the line comes back", none: "nothing tells" };

/** What a row is called, and what it says of a channel. */
const rows: readonly [name: string, cell: (one: Capabilities) => string][] = [
  ["buttons", (one) => either("yes", "numbers to answer with")(one.buttons)],
  ["quotes", (one) => either("yes", "no")(one.quote)],
  ["mentions", (one) => either("ring", "the name is written")(one.mentions)],
  ["pictures and files", (one) => either("yes", "tables as text")(one.files)],
  ["an edited message", (one) => either("heard as a correction", "say it again")(one.edits)],
  ["hears in a group", (one) => either("everything", "what mentions the bot")(one.hearsGroup)],
  ["ids over logins", (one) => either("stay", "may change: remark, code or a commissioner")(one.stableIds)],
  ["writes first to a person", (one) => either("yes", "only after they wrote")(one.opensDirect)],
  ["a line arrived", (one) => RECEIPTS[one.receipt]],
  ["said while it is down", (one) => either("lost; groups are told", "delivered later")(one.losesWhileDown ?? false)],
  ["longest message", (one) => (Number.isFinite(one.maxText) ? `${one.maxText} ${one.textUnit === "bytes" ? "bytes" : "characters (UTF-16)"}` : "any")],
  ["messages a minute to one group", (one) => (Number.isFinite(one.perRoomPerMinute) ? String(one.perRoomPerMinute) : "any")],
  ["gap between two to one chat", (one) => (one.gapMs ? `${one.gapMs / 1000} s` : "none")],
  ["unasked messages a second, in all", (one) => (one.gapOfAllMs ? (1000 / one.gapOfAllMs).toFixed(1) : "any")],
];

/** In Markdown. */
export function channelTable(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const names = Object.keys(channels);
  return [
    line(["", ...names]),
    line(["---", ...names.map(() => "---")]),
    ...rows.map(([name, cell]) => line([name, ...Object.values(channels).map((one) => cell(one))])),
  ].join("\n");
}
