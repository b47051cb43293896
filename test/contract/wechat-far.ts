import type { Where, Who } from "../../src/channel/port.ts";
import { type Deed, ME, type Shown } from "../wechat/phone.ts";
import type { TestEars } from "./ears.ts";
import type { FarEnd } from "./harness.ts";

export type WechatFarEnd = FarEnd & {
  post(deed: Deed): void;
  rename(where: Where, topic: string): void;
  quit(where: Where, who: Who): void;
  /** What appeared in the chats, files too. */
  board: Shown[];
};

const DASHES = "- - - - - - - - - - - - - - -";

/** The people around a phone, in the port's terms. What they do is posted to it, wherever it is. */
export function wechatFarEnd(post: (deed: Deed) => void, board: Shown[], ears: TestEars): WechatFarEnd {
  let count = 0;
  const names = new Map<string, string>();
  const said = new Map<string, { name: string; text: string }>();
  const told: string[] = [];
  const quoteOf = (id: string): { name: string; text: string } => {
    const own = board.find((each) => each.messageId === id);
    return own ? { name: ME.name, text: own.text } : (said.get(id) ?? { name: "", text: "" });
  };
  return {
    post,
    board,
    person(name) {
      const id = `wxid_${(count += 1)}`;
      names.set(id, name);
      post({ do: "person", id, name });
      return { id, name };
    },
    group(topic) {
      const id = `${(count += 1)}@chatroom`;
      post({ do: "group", id, topic });
      return { kind: "group", id, name: topic };
    },
    direct: async (who) => ({ kind: "direct", id: who.id, name: who.name }),
    say(where, from, text, { at = Date.now(), toBot, mentions, quotes, picture, place, lost } = {}) {
      const id = `m${(count += 1)}`;
      const named = [...(toBot ? [ME] : []), ...(mentions ? [mentions] : [])];
      const words = named.map((who) => `@${who.name}\u2005`).join("") + text;
      said.set(id, { name: from.name, text: words });
      told.push(id);
      const quoted = quotes === undefined ? undefined : quoteOf(quotes);
      post({
        do: "say",
        id,
        place: where.id,
        from: from.id,
        text: quoted ? `「${quoted.name}：${quoted.text}」\n${DASHES}\n${words}` : words,
        at,
        ...(named.length ? { mentions: named.map((who) => who.id) } : {}),
        ...(picture ? { picture: Buffer.from(picture).toString("base64") } : {}),
        ...(place ? { place_of: place } : {}),
        ...(lost ? { lost } : {}),
      });
      return id;
    },
    again: () => post({ do: "again" }),
    press: () => nothingLike("buttons"),
    edit: () => nothingLike("edits"),
    join: (where, who) => post({ do: "join", room: where.id, who: who.id }),
    leave: (where, who) => post({ do: "leave", room: where.id, who: who.id }),
    quit: (where, who) => post({ do: "quit", room: where.id, who: who.id }),
    rename: (where, topic) => post({ do: "rename", room: where.id, topic }),
    shown: (where) => board.filter((each) => each.place === where.id && !each.file).map(({ messageId, text }) => ({ messageId, text, buttons: [] })),
    next: (trouble) => post({ do: "next", trouble }),
    bar: (where) => post({ do: "bar", room: where.id }),
    // WeChat is told nothing: what was heard is all there is to see.
    settled: () => ears.waitFor("everything said is heard", () => told.every((id) => ears.heard.some((each) => each.key === id))),
  };
}

function nothingLike(what: string): never {
  throw new Error(`WeChat has no ${what}`);
}
