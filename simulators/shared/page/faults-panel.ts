import type { Fault, FaultBook, FaultKind } from '../faults'
import { FAULT_GROUPS, FAULT_WORDS, QUICK_FAULTS, requestFor } from './fault-words'
import { type Html, html } from './html'
import { count, postButton } from './parts'

/** What the panel breaks: one key, or all of an account, vault or project. */
export interface FaultScope {
  /** The cloud's first part of every path, such as `aws`. */
  cloud: string
  faults: FaultBook
  kinds: readonly FaultKind[]
  /** Operations that can be broken alone. */
  operations: readonly string[]
  only: { key: string } | { account: string }
  /** Such as `this key`. */
  what: string
}

/** “Break it”: the usual faults by one click, all others by three, and those that are set with their hits. */
export function faultsPanel(scope: FaultScope): Html {
  const { cloud, kinds, only, what } = scope
  const quick = QUICK_FAULTS.filter((kind) => kinds.includes(kind)).map((kind) =>
    postButton({
      id: `break-${kind}`,
      path: `/${cloud}/faults`,
      body: { ...requestFor(kind), ...only },
      word: FAULT_WORDS[kind],
      done: `Broken: ${FAULT_WORDS[kind].toLowerCase()}.`,
    }),
  )
  return html`<section aria-labelledby="break-title"><h2 id="break-title">Break it</h2>
<p class="muted">Lets every call for ${what} go wrong until you mend it.</p>
<div data-live id="faults">${setFaults(scope)}</div>
<div class="actions">${quick}<button type="button" data-open="break-more">More ways…</button></div>
${moreDialog(scope)}</section>`
}

function setFaults({ cloud, faults, only }: FaultScope): Html | null {
  const here = faults.list().filter((fault) => concerns(fault, only))
  if (here.length === 0) return null
  return html`<ul class="faults">${here.map(
    (fault) =>
      html`<li><span><strong>${FAULT_WORDS[fault.kind]}</strong> <span class="muted">${limits(fault)}struck ${count(fault.hits, 'call')} so far</span></span>${postButton({ id: `mend-${fault.id}`, method: 'DELETE', path: `/${cloud}/faults/${fault.id}`, word: 'Mend', label: `Mend: ${FAULT_WORDS[fault.kind]}`, done: 'Mended.' })}</li>`,
  )}</ul>`
}

/** Also shows what strikes more than this: a fault without a target strikes everybody. */
function concerns(fault: Fault, only: FaultScope['only']): boolean {
  if ('key' in only) return fault.key === undefined || fault.key === only.key
  return fault.account === undefined || fault.account === only.account
}

function limits({ operation, key, count: times }: Fault): string {
  const parts = [
    operation && `${operation} only`,
    key && 'one key only',
    times && `for ${count(times, 'call')}`,
  ]
  const said = parts.filter(Boolean)
  return said.length > 0 ? `${said.join(', ')}; ` : ''
}

function moreDialog({ cloud, kinds, operations, only, what }: FaultScope): Html {
  const groups = FAULT_GROUPS.map((group) => {
    const choices = group.kinds.filter((kind) => kinds.includes(kind))
    return (
      choices.length > 0 &&
      html`<optgroup label="${group.label}">${choices.map((kind) => html`<option value="${JSON.stringify({ ...requestFor(kind), ...only })}">${FAULT_WORDS[kind]}</option>`)}</optgroup>`
    )
  })
  return html`<dialog id="break-more" aria-labelledby="break-more-title">
<form data-send="POST /${cloud}/faults" data-done="Broken.">
<h2 id="break-more-title">Break ${what}</h2>
<div class="field"><label for="fault-kind">What goes wrong</label><select id="fault-kind" data-spread>${groups}</select></div>
<div class="field"><label for="fault-operation">Which calls</label><select id="fault-operation" name="operation" data-optional><option value="">All</option>${operations.map((name) => html`<option>${name}</option>`)}</select></div>
<div class="field"><label for="fault-count">For how many calls</label><input id="fault-count" name="count" type="number" min="1" max="10000" data-optional aria-describedby="fault-count-help"><p class="help" id="fault-count-help">Left empty, until you mend it.</p></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="danger">Break it</button></div>
</form></dialog>`
}
