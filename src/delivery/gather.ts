/** What several rooms ask for in the same moment becomes one statement: `write` gets all of it, and answers each in turn. */
export function gather<Item, Answer>(write: (items: readonly Item[]) => Promise<readonly Answer[]>): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; answer: (answer: Answer) => void; failed: (error: unknown) => void }[] = [];
  const flush = async (): Promise<void> => {
    const these = waiting;
    waiting = [];
    try {
      const answers = await write(these.map((each) => each.item));
      these.forEach((each, n) => each.answer(answers[n] as Answer));
    } catch (error) {
      for (const each of these) each.failed(error);
    }
  };
  return (item) =>
    new Promise((answer, failed) => {
      if (!waiting.length) setImmediate(() => void flush());
      waiting.push({ item, answer, failed });
    });
}
