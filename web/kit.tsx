import type { Child } from "hono/jsx";
import { html } from "hono/html";
import { assetAddress } from "./assets.ts";

/** Htmx settings: nothing that needs inline style, a page that was left is read again when one comes back, and an open page
 *  is soon connected again after the program was away. */
const CONFIG = JSON.stringify({ includeIndicatorCSS: false, history: "reload", defaultTimeout: 120_000, sse: { reconnectMaxDelay: 3000 } });

export const Shell = ({ title, children }: { title: string; children?: Child }) =>
  html`<!doctype html>${(
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
          <meta name="color-scheme" content="light" />
          <meta name="htmx-config" content={CONFIG} />
          <title>{title}</title>
          <link rel="icon" href={assetAddress("seal.svg")} />
          <link rel="stylesheet" href={assetAddress("style.css")} />
          <script src={assetAddress("scripts.js")} defer></script>
        </head>
        <body>{children}</body>
      </html>
    )}`;

type GoProps = { to: string; class?: string; label?: string; current?: boolean; children?: Child };

/** A link within the page: with script it changes the page in place, keeping what was typed; without, it is a link.
 *  It waits for what was sent before it: nothing said may be dropped for a click. */
export const Go = ({ to, label, current, children, ...rest }: GoProps) => (
  <a
    href={to}
    hx-get={to}
    hx-target="#stage"
    hx-swap="outerMorph"
    hx-push-url="true"
    hx-sync="body:queue all"
    {...(label ? { "aria-label": label } : {})}
    {...(current ? { "aria-current": "true" } : {})}
    {...rest}
  >
    {children}
  </a>
);

/** What every form of the page carries: where to come back to. */
export const Hidden = ({ values }: { values: Record<string, string | number | undefined> }) => (
  <>{Object.entries(values).map(([name, value]) => (value === undefined ? null : <input type="hidden" name={name} value={String(value)} />))}</>
);

/** How a form acts on the page in place: one after the other, none lost. */
export const inPlace = (action: string) => ({
  action,
  method: "post" as const,
  "hx-post": action,
  "hx-target": "#stage",
  "hx-swap": "outerMorph",
  "hx-sync": "body:queue all",
});

/** What will be here, and how it gets here. */
export const Empty = ({ title, children }: { title: string; children?: Child }) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);

/** A square with the first character of a name. */
export const Face = ({ name, bot }: { name: string; bot?: boolean }) => (
  <span class={bot ? "face face-bot" : "face"} aria-hidden="true">
    {bot ? "链" : ([...name][0] ?? "·")}
  </span>
);

/** A drawing of `stickers.svg`; the word stands beside it. */
export const Drawing = ({ name }: { name: string }) => (
  <svg class="drawing" aria-hidden="true">
    <use href={assetAddress("stickers.svg").concat("#", name)} />
  </svg>
);

export const Notice = ({ say }: { say: string }) => (
  <p class="notice" role="alert">
    {say}
  </p>
);
