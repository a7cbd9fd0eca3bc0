import { setTimeout as sleep } from 'node:timers/promises'
import type { KeyReference } from '@/lib/domain/key-reference'
import { controls } from '../ssrf/controls'
import { hostileAnswers } from '../ssrf/hostile-answers'
import { Recorder } from '../ssrf/recorder'
import { HOSTILE, STRANGE_BUT_TRUE } from '../ssrf/references'
import { Trap } from '../ssrf/trap'
import {
  follow,
  followMaterials,
  LIMITS,
  readingInItsOwnRegion,
  readings,
  type Watch,
} from '../ssrf/try-keys'
import { visitVault } from '../ssrf/vault'
import type { Run, Suite } from '../suite'

/** What a name on the list may be said to be, when somebody else answers for it; two in turn are rebinding. */
const ADDRESSES = [
  ['169.254.169.254'],
  ['127.0.0.1'],
  ['10.0.0.1'],
  ['0.0.0.0'],
  ['192.0.2.1', '169.254.169.254'],
  ['192.0.2.1', '127.0.0.1'],
]

export const suite: Suite = {
  about:
    'keys that lead elsewhere: every way of writing a host, parsed and then followed, with all connections watched and a trap at their end',
  async run({ report }) {
    const trap = await Trap.open(['northwind.vault.azure.net', 'kms.eu-central-1.amazonaws.com'])
    const watch: Watch = { recorder: new Recorder(trap.port), trap, report, hosts: new Set() }
    parseHostile(report)
    watch.recorder.open()
    try {
      await controls(watch)
      await followOddRegions(watch)
      const followed = await followStrange(watch)
      for (const reference of followed) await followMaterials(watch, reference)
      for (const addresses of ADDRESSES) await followRebound(watch, followed, addresses)
      report.check(trap.visits > 0, 'nothing ever reached the trap, so that it proves nothing')
      report.note(`${trap.visits} connections were led into the trap; it heard ${trap.heard.length} bytes`)
      report.note(`asked for: ${[...watch.recorder.seen].sort().join(', ')}`)
      // What was given up ends in the trap as well.
      await sleep(2 * LIMITS.totalTimeoutMs)
    } finally {
      watch.recorder.close()
      trap.close()
    }
    await visitStrange(report)
    await hostileAnswers(report)
  },
}

function parseHostile(report: Run['report']): void {
  const tricks = new Map<string, number>()
  for (const { text, trick } of HOSTILE) {
    report.check(readings(text).length === 0, `a parser takes it (${trick})`, text)
    tricks.set(trick, (tricks.get(trick) ?? 0) + 1)
  }
  report.check(HOSTILE.length >= 250, 'the collection has shrunk', HOSTILE.length)
  for (const [trick, count] of tricks) report.note(`${count} refused: ${trick}`)
}

/** Even where the operator offers the region that stands in the ARN, it makes no other host. */
async function followOddRegions(watch: Watch): Promise<void> {
  const taken = HOSTILE.flatMap(({ text }) => readingInItsOwnRegion(text) ?? [])
  for (const reference of taken) await follow(watch, reference)
  watch.report.note(`${taken.length} ARNs are taken where their own odd region is on offer, and followed`)
}

/** @returns one key of each cloud */
async function followStrange(watch: Watch): Promise<KeyReference[]> {
  const { report } = watch
  const kept = new Map<string, KeyReference>()
  for (const text of STRANGE_BUT_TRUE) {
    const [reference] = readings(text)
    report.check(reference !== undefined, 'a true key is refused', text)
    if (reference === undefined) continue
    const trips = await follow(watch, reference)
    report.check(trips.length > 0, 'a key that nobody went to', text)
    if (!kept.has(reference.provider)) kept.set(reference.provider, reference)
  }
  return [...kept.values()]
}

/** With a directory that gives tokens, the calls to strange vaults are made, and are seen by their host. */
async function visitStrange(report: Run['report']): Promise<void> {
  const denied = {
    status: 403,
    body: { error: { code: 'Forbidden', innererror: { code: 'ForbiddenByRbac' } } },
  }
  for (const text of STRANGE_BUT_TRUE) {
    const [reference] = readings(text)
    if (reference?.provider === 'azure') await visitVault(report, reference.key, text, () => denied)
  }
}

async function followRebound(
  watch: Watch,
  references: readonly KeyReference[],
  addresses: string[],
): Promise<void> {
  for (const reference of references) {
    watch.recorder.addresses = addresses
    await follow(watch, reference)
  }
}
