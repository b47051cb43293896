import { Shell } from "./kit.tsx";

/** Without the sandbox there is nothing to try here: one page that says what runs. */
export const Running = () => (
  <Shell title="链心">
    <main class="plain">
      <img src="/favicon.ico" alt="" width="64" height="64" />
      <h1>链心正在运行</h1>
      <p>在已接入的群里 @链心，或者给它发私信，就可以用。</p>
      <p class="quiet">没有开启演示环境。运行状态：/healthz，是否就绪：/readyz。</p>
    </main>
  </Shell>
);
