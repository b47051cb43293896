/** What several rooms ask for at once, or while the statement before is under way, becomes one statement: `write` gets all of it,
 *  and answers each in turn. No clock decides what goes together: the same happens in the same order. */
export function gather<Item, Answer>(write: (items: readonly Item[]) => Promise<readonly Answer[]>): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; answer: (answer: Answer) => void; failed: (error: unknown) => void }[] = [];
  let writing = false;
  const flush = async (): Promise<void> => {
    while (waiting.length) {
      const these = waiting;
      waiting = [];
      try {
        const answers = await write(these.map((each) => each.item));
        these.forEach((each, n) => each.answer(answers[n] as Answer));
      } catch (error) {
        for (const each of these) each.failed(error);
      }
    }
    writing = false;
  };
  return (item) =>
    new Promise((answer, failed) => {
      waiting.push({ item, answer, failed });
      if (writing) return;
      writing = true;
      queueMicrotask(() => void flush());
    });
}
