import { copyCheckout } from "../planted/copy.ts";

/* Plants one bug after the other in a copy of the checkout, kills the program where it would show, and looks whether the
   harness says so. Each is a mistake somebody could make who knows nothing of crashes. */

type Plant = { what: string; path: string; from: string; to: string; at: string; says: RegExp };

const PLANTS: readonly Plant[] = [
  {
    what: "a line is marked before it is sent",
    path: "src/delivery/drain.ts",
    from: '  post.crash("line handed");\n',
    to: '  await post.marks.sent({ lines: bubble.lines, channel: channel.id, messageId: String(bubble.id), at: post.now() });\n  post.crash("line handed");\n',
    at: "line handed",
    says: /lost: \S+｜/u,
  },
  {
    what: "a message is acknowledged before it is stored",
    path: "src/channel/telegram/index.ts",
    from: "  const taken = await Promise.allSettled(updates.map((update) => inOrder(session, update)));\n",
    to: '  const next0 = (updates.at(-1)?.update_id ?? listening.offset - 1) + 1;\n  await session.bot.telegram.callApi("getUpdates", { offset: next0, timeout: 0, limit: 1 });\n  const taken = await Promise.allSettled(updates.map((update) => inOrder(session, update)));\n',
    at: "turn begun,turn written",
    says: /lost: heard/u,
  },
  {
    what: "a message that is delivered again is heard again",
    path: "src/conversation/load.ts",
    from: "on conflict do nothing",
    to: "on conflict (channel, account, key) do update set key = excluded.key",
    at: "turn committed,updates heard",
    says: /doubled effect: heard/u,
  },
  {
    what: "what may not be shown twice is sent again all the same",
    path: "src/delivery/give-up.ts",
    from: "(repeatable or channel is null)",
    to: "true",
    at: "line sent",
    says: /doubled line/u,
  },
  {
    what: "a reminder is written in a transaction of its own",
    path: "src/conversation/due-sessions.ts",
    from: "    await writeLines(tx, lines, now);\n    world.crash",
    to: "    await world.sql.begin((other) => writeLines(other, lines, now));\n    world.crash",
    at: "sessions written",
    says: /doubled effect: line/u,
  },
];

const copy = await copyCheckout();
let missed = 0;
try {
  for (const { what, path, from, to, at, says } of PLANTS) {
    const run = (): ReturnType<typeof copy.node> => copy.node("--import", "./bin/node24.js", "test/crash/main.ts", "--at", at);
    const { status, output } = await copy.with(path, (text) => text?.replace(from, () => to) ?? "", run);
    const caught = status === 1 && says.test(output);
    if (!caught) missed += 1;
    process.stdout.write(`${caught ? "caught" : "MISSED"}  ${what}${caught ? "" : `\n${output.slice(-2000).replaceAll(/^/gmu, "        ")}`}\n`);
  }
} finally {
  await copy.remove();
}
process.stdout.write(`${PLANTS.length - missed} passed, ${missed} failed\n`);
process.exit(missed ? 1 : 0);
