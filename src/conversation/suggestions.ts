import type { Heard } from "../channel/port.ts";
import type { Suggestion } from "../people/index.ts";
import { type Suggest, suggestionFor } from "./suggest.ts";
import type { World } from "./world.ts";

/** What a model made of the messages that are being heard. */
export type Suggestions = {
  of(heard: Heard): Suggestion | undefined;
  /** Asks, if there is anything to ask; what the same person says there meanwhile waits behind it. */
  ask(world: World, heard: Heard): Promise<void>;
};

/** `recalled`: what was suggested when a recorded message was heard first. It is not asked again. */
export function createSuggestions(suggest: Suggest | undefined, recalled: (heard: Heard) => Suggestion | undefined = () => undefined): Suggestions {
  const found = new WeakMap<Heard, Suggestion>();
  /** A platform that waits no longer tells the same again: it is asked once. */
  const underWay = new Map<string, Promise<Suggestion | undefined>>();
  const last = new Map<string, Promise<unknown>>();
  const asked = async (world: World, heard: Heard, before: Promise<unknown> | undefined): Promise<Suggestion | undefined> => {
    // Whatever became of the words before: they are told of it themselves.
    await before?.catch(() => undefined);
    return suggest && suggestionFor(world, suggest, heard);
  };
  return {
    of: (heard) => found.get(heard) ?? recalled(heard),
    async ask(world, heard) {
      if (!suggest) return;
      const key = `${heard.channel} ${heard.account} ${heard.key}`;
      const place = `${heard.channel} ${heard.from.id} ${heard.where.id}`;
      const doing = underWay.get(key) ?? asked(world, heard, last.get(place));
      underWay.set(key, doing);
      last.set(place, doing);
      try {
        const suggestion = await doing;
        if (suggestion) found.set(heard, suggestion);
      } finally {
        underWay.delete(key);
        if (last.get(place) === doing) last.delete(place);
      }
    },
  };
}
