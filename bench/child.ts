import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process that does what it is told and answers. */
export type Child = {
  do<Answer>(order: object): Promise<Answer>;
  stop(): Promise<void>;
};

type Word = { answer: unknown } | { error: string };

/** Starts a file of this folder; resolves when it says that it is ready. */
export async function startChild(file: string, args: readonly string[]): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ["--import", new URL("../bin/node24.js", import.meta.url).href],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const word = async (): Promise<Word> => {
    const [said] = (await Promise.race([once(child, "message"), ended.then(([code]) => Promise.reject(new Error(`${file} ended with ${String(code)}`)))])) as [
      Word,
    ];
    return said;
  };
  const answerOf = <Answer>(said: Word): Answer => {
    if ("error" in said) throw new Error(`${[file, ...args].join(" ")}: ${said.error}`);
    return said.answer as Answer;
  };
  answerOf(await word());
  return {
    do: async <Answer>(order: object): Promise<Answer> => {
      const answer = word();
      child.send(order);
      return answerOf<Answer>(await answer);
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await ended;
    },
  };
}
