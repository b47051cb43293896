import { Go } from "../kit.tsx";
import { addressOf, PRIVATE, type Stage } from "./stage.ts";
import type { View } from "./view.ts";

/** By slot of those who are offered first: whose phone, and what stands beside it. */
const TRIES: readonly { slot: number; words: string; to: Partial<Stage> }[] = [
  { slot: 6, words: "早上报各户平安", to: { panel: "mornings" } },
  { slot: 7, words: "老人发个笑脸", to: { panel: "mornings", room: PRIVATE } },
  { slot: 4, words: "发通知，看谁没回", to: { panel: "notices", room: PRIVATE } },
  { slot: 1, words: "问下次轮到谁", to: { panel: "rota" } },
  { slot: 1, words: "问符合哪些政策", to: { panel: "policies", room: PRIVATE } },
];

/** The other conversations there are: each link takes up a phone with the right panel beside it. */
export const Tries = ({ view }: { view: View }) => {
  const offered = TRIES.flatMap((each) => {
    const who = view.first.find((one) => one.slot === each.slot);
    return who ? [{ ...each, who }] : [];
  });
  if (!offered.length) return null;
  return (
    <div class="tries">
      <p class="quiet">还可以试：</p>
      <ul class="chips">
        {offered.map(({ who, words, to }) => (
          <li>
            <Go to={addressOf(view.stage, { ...to, as: who.name, tab: "chat", find: undefined })} class="pick">
              {words} <small>{who.name}</small>
            </Go>
          </li>
        ))}
      </ul>
    </div>
  );
};
