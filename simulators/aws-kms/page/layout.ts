import type { World } from '../world'
import { type Html, html } from './html'
import { icon } from './icons'

const DAY_MS = 86_400_000

/** A whole page: banner, accounts, content, and the place where outcomes are told. */
export function layout(world: World, title: string, current: string | null, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · AWS KMS simulator</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/page.css">
<script src="/assets/page.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<div class="banner">${icon('flask')}<p><strong>Simulator.</strong> This is not AWS: these accounts and keys exist on this machine only.</p></div>
<div class="top">
<nav aria-label="Accounts"><ul>${[...world.accounts.values()].map(
    ({ id, name }) =>
      html`<li><a href="/accounts/${id}"${id === current && html` aria-current="page"`}>${name}</a></li>`,
  )}</ul></nav>
<div data-live id="clock">${clockNote(world)}</div>
</div>
</header>
<main id="content" tabindex="-1">${content}</main>
<noscript><p class="note">This page shows the accounts without JavaScript, but changing anything needs it.</p></noscript>
<p id="offline" class="note" role="status" hidden>The simulator does not answer. This page shows how things were when it last did.</p>
<div id="toasts" role="status" aria-live="polite"></div>
</body>
</html>`.text
}

function clockNote(world: World): Html | null {
  if (world.clockOffsetMs === 0) return null
  const days = Math.round((world.clockOffsetMs / DAY_MS) * 10) / 10
  return html`<p class="muted">${icon('clock')} Clock moved by ${days} days</p>`
}

/** Title, a sentence about what this is, and the page's main action. */
export const pageHeader = (title: Html | string, about: Html | string, action: Html | null): Html =>
  html`<div class="page-header"><div><h1>${title}</h1><p class="muted">${about}</p></div>${action && html`<div class="actions">${action}</div>`}</div>`
