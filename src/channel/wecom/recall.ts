/** A quote tells the words that are quoted, not which message: what was lately said in a chat is looked through for them. */
export type Recall = {
  note(chat: string, text: string, messageId: string): void;
  find(chat: string, quoted: string): string | undefined;
};

const MOST_CHATS = 1000;
const MOST_LINES = 50;
/** Enough to tell lines apart; a quote may be cut. */
const COMPARED = 100;
const bare = (text: string): string => text.replaceAll(/[\s\\*_`>#]/gu, "").slice(0, COMPARED);

export function createRecall(): Recall {
  const chats = new Map<string, { words: string; messageId: string }[]>();
  return {
    note(chat, text, messageId) {
      const lines = chats.get(chat) ?? [];
      chats.delete(chat);
      chats.set(chat, [...lines, { words: bare(text), messageId }].slice(-MOST_LINES));
      const oldest = chats.size > MOST_CHATS ? chats.keys().next().value : undefined;
      if (oldest !== undefined) chats.delete(oldest);
    },
    find(chat, quoted) {
      const words = bare(quoted);
      return words ? chats.get(chat)?.findLast((each) => each.words === words)?.messageId : undefined;
    },
  };
}
