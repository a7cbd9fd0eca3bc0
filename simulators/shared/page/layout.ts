import type { Mount, Page } from '../console/mount'
import { type Html, html } from './html'
import { icon } from './icons'

const DAY_MS = 86_400_000

/** A whole page: banner, the places of all clouds, content, and where outcomes are told. */
export function layout(mounts: readonly Mount[], { title, place, content }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Cloud simulator</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/page.css">
<script src="/assets/page.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<div class="banner">${icon('flask')}<p><strong>Simulator.</strong> This is no real cloud: what you see here exists on this machine only.</p></div>
<div class="top">
<nav aria-label="Places"><ul>${mounts.flatMap((mount) => placeLinks(mount, place, mounts.length > 1))}</ul></nav>
<div data-live id="clock">${mounts.map((mount) => clockNote(mount, mounts.length > 1))}</div>
</div>
</header>
<main id="content" tabindex="-1">${content}</main>
<noscript><p class="note">This page shows everything without JavaScript, but changing anything needs it.</p></noscript>
<p id="offline" class="note" role="status" hidden>The simulator does not answer. This page shows how things were when it last did.</p>
<div id="toasts" role="status" aria-live="polite"></div>
</body>
</html>`.text
}

const placeLinks = (mount: Mount, current: string | null, several: boolean): Html[] =>
  mount
    .places()
    .map(
      ({ href, name }) =>
        html`<li><a href="${href}"${href === current && html` aria-current="page"`}>${several && html`<small>${mount.name}</small> `}${name}</a></li>`,
    )

function clockNote({ name, clock }: Mount, several: boolean): Html | null {
  if (clock.offsetMs === 0) return null
  const days = Math.round((clock.offsetMs / DAY_MS) * 10) / 10
  return html`<p class="muted">${icon('clock')} ${several && `${name}: `}Clock moved by ${days} days</p>`
}

/** Title, a sentence about what this is, and the page's main action. */
export const pageHeader = (title: Html | string, about: Html | string, action: Html | null): Html =>
  html`<div class="page-header"><div><h1>${title}</h1><p class="muted">${about}</p></div>${action && html`<div class="actions">${action}</div>`}</div>`
