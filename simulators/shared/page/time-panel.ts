import type { Clock } from '../clock'
import { type Html, html } from './html'
import { postButton, timeOf } from './parts'

const DAY_MS = 86_400_000
const STEPS = [1, 7, 30, 90, 365] as const
const LAGS = [
  [0, 'At once'],
  [5_000, 'After 5 seconds'],
  [30_000, 'After 30 seconds'],
  [120_000, 'After 2 minutes'],
] as const

/** The simulated cloud's time: its clock, and how long a change takes to be known everywhere. */
export function timePanel(cloud: { path: string; clock: Clock; lag: { ms: number } }): Html {
  return html`<section aria-labelledby="time-title"><h2 id="time-title">Time</h2>
<p class="muted">Rotations and deletions go by this clock; signatures and connections by the real one.</p>
<div data-live id="time"><dl class="facts"><div><dt>Clock of this cloud</dt><dd>${timeOf(cloud.clock.iso())}</dd></div><div class="wide"><dt>Go forward by</dt><dd class="actions">${clockButtons(cloud)}</dd></div>
<div class="wide"><dt>A change of policy or state is in force</dt><dd class="actions">${lagButtons(cloud)}</dd></div></dl></div></section>`
}

function clockButtons({ path, clock }: { path: string; clock: Clock }): Html[] {
  const button = (id: string, word: string, offsetMs: number, done: string) =>
    postButton({ id: `clock-${id}`, path: `/${path}/clock`, body: { offsetMs }, word, done })
  const forward = STEPS.map((days) =>
    button(
      String(days),
      days === 1 ? '1 day' : `${days} days`,
      clock.offsetMs + days * DAY_MS,
      'The clock is moved; what became due has happened.',
    ),
  )
  if (clock.offsetMs === 0) return forward
  return [...forward, button('real', 'Back to the real time', 0, 'The clock shows the real time.')]
}

const lagButtons = ({ path, lag }: { path: string; lag: { ms: number } }): Html[] =>
  LAGS.map(([ms, word]) =>
    postButton({
      id: `lag-${ms}`,
      path: `/${path}/lag`,
      body: { ms },
      word,
      done: `Changes are in force ${word.toLowerCase()}.`,
      pressed: lag.ms === ms,
    }),
  )
