/** A command of the menu, and the words of the conversation that it stands for: alone, and with more words behind it. */
type Command = { command: string; description: string; alone: string; before: string; privately?: true };

const COMMANDS: readonly Command[] = [
  { command: "start", description: "开始使用", alone: "你好", before: "", privately: true },
  { command: "report", description: "反映问题", alone: "反映问题", before: "反映问题 " },
  { command: "policy", description: "问政策", alone: "有哪些政策", before: "问政策 " },
  { command: "list", description: "我的事项", alone: "我的事项", before: "我的事项 " },
  { command: "help", description: "帮助", alone: "帮助", before: "帮助 " },
  { command: "human", description: "转人工", alone: "转人工", before: "转人工 " },
];

const WRITTEN = /^\/([a-z_]+)(?:\s+([^]*))?$/iu;

/** What a command of ours says; undefined for any other. What names another bot is not ours. */
export function wordsOfCommand(text: string): string | undefined {
  const [, name, rest = ""] = WRITTEN.exec(text.trim()) ?? [];
  const command = COMMANDS.find((each) => each.command === name?.toLowerCase());
  return command && (rest.trim() ? `${command.before}${rest.trim()}` : command.alone);
}

type Shown = { command: string; description: string };
/** What stands in the menu, by where: https://core.telegram.org/bots/api#botcommandscope */
export const MENUS: readonly { scope: { type: "all_private_chats" | "all_group_chats" }; commands: Shown[] }[] = [
  { scope: { type: "all_private_chats" }, commands: COMMANDS.map(shown) },
  { scope: { type: "all_group_chats" }, commands: COMMANDS.filter((each) => !each.privately).map(shown) },
];

function shown({ command, description }: Command): Shown {
  return { command, description };
}
