import type { Context } from "hono";
import { raw } from "hono/html";
import { renderSVG } from "uqr";
import type { Login } from "../src/channel/port.ts";
import { Shell } from "./kit.tsx";

const STATES: Record<Login["state"], string> = {
  off: "没有启动",
  starting: "正在连接…",
  scan: "等待扫码",
  online: "已登录",
  offline: "已断开，稍后自动重连",
  kicked: "被微信下线了，请查看手机上的提示，稍后重新扫码",
};
/** A code is good for a few minutes; how the login stands changes sooner. */
const LOOK_AGAIN_SECONDS = 5;

/** The page on which the bot's own account is logged in. */
export const wechatLogin =
  (login: () => Login) =>
  (c: Context): Response | Promise<Response> => {
    c.header("Refresh", String(LOOK_AGAIN_SECONDS));
    c.header("Cache-Control", "no-store");
    return c.html(<Page login={login()} />);
  };

const Page = ({ login: { state, code, name, why } }: { login: Login }) => (
  <Shell title="微信登录">
    <main class="plain">
      <h1>微信登录</h1>
      <p role="status">
        {STATES[state]}
        {name ? `：${name}` : ""}
      </p>
      {code ? (
        <>
          <div role="img" aria-label="登录二维码" class="code">
            {raw(renderSVG(code, { pixelSize: 6, border: 4 }))}
          </div>
          <p>请用机器人的微信“扫一扫”，并在手机上确认。谁扫码，谁就成为机器人，请勿转发此码。</p>
        </>
      ) : null}
      {state === "scan" && !code ? <p>已扫码，请在手机上确认。</p> : null}
      {why && state !== "online" ? <p class="quiet">原因：{why}</p> : null}
    </main>
  </Shell>
);
