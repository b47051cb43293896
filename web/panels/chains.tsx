import { addressOf, type Stage } from "../chat/stage.ts";
import { Go } from "../kit.tsx";
import type { Chain } from "./queries.ts";

/** Which chain is looked at, and the others behind a key. */
export const ChainPicker = ({ stage, chains, chain }: { stage: Stage; chains: readonly Chain[]; chain: Chain | undefined }) => {
  if (!chain) return null;
  if (chains.length < 2) return <p class="chain">{chain.name}链</p>;
  return (
    <div class="chain">
      <button type="button" class="chain-key" popovertarget="chains">
        {chain.name}链 <small>换一条链</small>
      </button>
      <nav id="chains" popover="auto" class="chains" aria-label="选一条产业链">
        <ul class="chips">
          {chains.map((each) => (
            <li>
              <Go to={addressOf(stage, { chain: each.name, firm: undefined, tab: "matters" })} class="pick" current={each.id === chain.id}>
                {each.name}
              </Go>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
};
