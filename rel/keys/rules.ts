import type { Instant } from '@/lib/domain/instant'
import type { Answer, Happening, History, RootName } from './history'

/* The design's rules (sections 5 and 6) once more, on purpose naively: each is looked up in the whole history. */

const MINUTE = 60_000
export const LIMITS = {
  /** from the start of the last good proof */
  grace: 10 * MINUTE,
  /** from the oldest unwrap above a key */
  load: 15 * MINUTE,
  /** since the epoch was read */
  epoch: 30_000,
  /** after a denial that others overruled, a further one of the same process is its own affair */
  remembered: 20 * MINUTE,
  /** between the two good proofs that end a stop */
  second: 10_000,
}
/** A key that was used is not let go for so long. */
const KEPT_AFTER_USE = 5 * MINUTE

const DENIALS = [
  'DENIED',
  'CONSENT_MISSING',
  'DISABLED',
  'PENDING_DELETION',
  'GONE',
  'MATERIAL_MISSING',
  'MISCONFIGURED',
  'INTEGRITY',
]

/** Milliseconds between two moments by the clock that says more. */
export const age = (from: Instant, to: Instant) => Math.max(to.monoMs - from.monoMs, to.wallMs - from.wallMs)

type RootEvent = Answer | Extract<Happening, { kind: 'look' }>

export const isAnswer = (event: Happening): event is Answer => event.kind === 'answer'
export const denies = (event: Happening): boolean => isAnswer(event) && DENIALS.includes(event.outcome)
export const isGood = (event: Happening): event is Answer =>
  isAnswer(event) && event.outcome === 'OK' && age(event.startedAt, event.at) < LIMITS.grace
const isSilent = (event: Happening): event is Answer => isAnswer(event) && !denies(event) && !isGood(event)

const newestStart = (answers: Answer[]) =>
  answers.reduce<Instant | null>(
    (newest, { startedAt }) => (newest && newest.monoMs > startedAt.monoMs ? newest : startedAt),
    null,
  )

/** A stop begins with a denial, or at a moment when the last good proof before a silence is ten minutes old. */
function stopBegins(events: RootEvent[], at: number): boolean {
  const event: RootEvent | undefined = events[at]
  if (!event) return false
  if (denies(event)) return true
  const said = events.slice(0, at + 1).filter(isAnswer)
  const newest = said.at(-1)
  if (!newest || !isSilent(newest)) return false
  const lastGood = newestStart(said.filter(isGood))
  const since = lastGood ?? said.find(isSilent)?.at
  return since !== undefined && age(since, event.at) >= LIMITS.grace
}

/** It ends with a good proof ten seconds after another, both asked after the last denial, no other answer between. */
function stopEnds(events: RootEvent[], stop: number, at: number): boolean {
  const event = events[at]
  const begun = events[stop]
  if (!event || !begun || !isGood(event)) return false
  const during = events.slice(stop, at)
  const lastDenial = during.findLast(denies) ?? begun
  const lastBad = Math.max(
    0,
    during.findLastIndex((one) => denies(one) || isSilent(one)),
  )
  return during
    .slice(lastBad)
    .filter(isGood)
    .some(
      (first) =>
        first.startedAt.monoMs >= lastDenial.at.monoMs &&
        event.startedAt.monoMs - first.startedAt.monoMs >= LIMITS.second,
    )
}

export interface Standing {
  state: 'active' | 'grace' | 'stopped_denied' | 'stopped_unreachable'
  /** what began the newest stop, over or not; null when there was none */
  stop: RootEvent | null
}

/** Where a root stands after all that one process (or its earlier lives) heard of it. */
export function standingOf(events: RootEvent[]): Standing {
  let from = 0
  let newestStop: RootEvent | null = null
  for (;;) {
    const stop = events.findIndex((_, index) => index >= from && stopBegins(events, index))
    if (stop < 0) break
    newestStop = events[stop] ?? null
    const end = events.findIndex((_, index) => index > stop && stopEnds(events, stop, index))
    if (end < 0) {
      const denied = events.slice(stop).some(denies)
      return { state: denied ? 'stopped_denied' : 'stopped_unreachable', stop: newestStop }
    }
    from = end + 1
  }
  const newest = events.findLast(isAnswer)
  return { state: newest && isSilent(newest) ? 'grace' : 'active', stop: newestStop }
}

/** What a process knows of a root: what it heard itself and, of a customer's root that was stopped, what was before it. */
export function knownOf(history: History, process: number, root: RootName): RootEvent[] {
  const begun = history.findIndex((event) => event.kind === 'start' && event.process === process)
  const start = history[begun]
  const about = (event: Happening): event is RootEvent =>
    event.kind === 'look' || (event.kind === 'answer' && event.root === root)
  const own = history
    .slice(begun)
    .filter(about)
    .filter((event) => event.process === process)
  if (root === 'platform' || start?.kind !== 'start' || start.after === null) return own
  const before = knownOf(history.slice(0, begun), start.after, 'customer')
  return standingOf(before).state.startsWith('stopped') ? [...before, ...own] : own
}

/** The good answers of a root to a process, be it for one share or for any. */
export function goodAnswers(history: History, process: number, root: RootName, share?: string): Answer[] {
  const good = history.filter(isGood).filter((one) => one.process === process && one.root === root)
  return share === undefined ? good : good.filter((one) => one.share === share)
}

/** When a process last read the epoch, by the start of the read. */
export function lastEpochRead(history: History, process: number): Instant | null {
  const reads = history.filter((event) => event.kind === 'epoch')
  return reads.findLast((read) => read.process === process)?.startedAt ?? null
}

/** A use of a key at a moment, and what was said to it. */
export interface Use {
  process: number
  share: string
  /** the roots above the key */
  roots: RootName[]
  now: Instant
  answered: string
  /** a key taken in hand before, or one that may be loaded for this */
  held: boolean
}

/**
 * Why a key that worked should not have; null when all rules were kept. `othersSpeak`: stops of the customer's root are
 * judged elsewhere, since another process may have begun or ended them.
 */
export function whyNotUsable(
  history: History,
  { process, share, roots, now }: Use,
  othersSpeak = false,
): string | null {
  const within = (answers: Answer[], ms: number) => answers.filter((one) => age(one.startedAt, now) < ms)
  for (const root of roots) {
    const { state } = standingOf(knownOf(history, process, root))
    const own = root === 'platform' || !othersSpeak
    if (own && state.startsWith('stopped')) return `the ${root} root was ${state}`
    if (within(goodAnswers(history, process, root), LIMITS.grace).length === 0) {
      return `the last good proof of the ${root} root was ten minutes old`
    }
    const young = within(goodAnswers(history, process, root, share), LIMITS.load)
    if (young.length === 0) return `the ${root} share was unwrapped fifteen minutes ago`
    if (!othersSpeak && young.every((unwrap) => stoppedSince(history, process, roots, unwrap))) {
      return `the ${root} share was unwrapped before a stop, which should have wiped it`
    }
  }
  const prover = roots.includes('customer') ? 'customer' : 'platform'
  const read = lastEpochRead(history, process)
  const known = read !== null && age(read, now) < LIMITS.epoch
  if (!known && within(goodAnswers(history, process, prover), LIMITS.epoch).length === 0) {
    return 'the epoch was not read for thirty seconds, and nothing was proven since'
  }
  return null
}

/** Whether one of these roots was stopped after something happened, be it over or not. */
function stoppedSince(history: History, process: number, roots: RootName[], happening: Happening): boolean {
  return roots.some((root) => {
    const { stop } = standingOf(knownOf(history, process, root))
    return stop !== null && history.indexOf(stop) > history.indexOf(happening)
  })
}

/** Why a refusal should not have been, or should have been called otherwise; null when it was right. */
function whyNotRefused(history: History, use: Use): string | null {
  const { process, roots, answered } = use
  const of = (root: RootName) => standingOf(knownOf(history, process, root)).state
  const platform = of('platform')
  const customer = roots.includes('customer') ? of('customer') : 'active'
  const allowed = new Set<string>()
  if (platform.startsWith('stopped')) allowed.add('platform_key_unavailable')
  else if (customer === 'stopped_denied') allowed.add('key_denied')
  else if (customer === 'stopped_unreachable') allowed.add('key_unreachable')
  // In grace nothing is loaded, and a stop has wiped what was.
  const missing = customer.startsWith('stopped') || !isSurelyLoaded(history, use)
  if (platform === 'grace' && missing) allowed.add('platform_key_unavailable')
  if (platform === 'active' && customer === 'grace' && missing) allowed.add('key_unreachable')
  if (allowed.has(answered)) return null
  return allowed.size > 0
    ? `it was called ${answered}, not ${[...allowed].join(' or ')}`
    : `${answered} for a key that could be used: the platform root is ${platform}, the customer’s ${customer}`
}

/**
 * Whether a key must be in memory: it worked a moment ago, nothing since then took it away, and it can't be too old. Not
 * every unwrap makes a key younger, so the first one counts.
 */
function isSurelyLoaded(history: History, { process, share, roots, now }: Use): boolean {
  const used = history.findLast(
    (event) => event.kind === 'opened' && event.process === process && event.share === share,
  )
  if (!used || stoppedSince(history, process, roots, used)) return false
  const since = history.slice(history.indexOf(used)).filter((event) => event.process === process)
  if (since.some(({ kind }) => kind === 'forgot')) return false
  // A clock that was set back again may have been seen while it stood too late.
  const seen = [now, ...since.map(({ at }) => at)]
  if (seen.some((moment) => age(used.at, moment) >= KEPT_AFTER_USE)) return false
  return roots.every((root) => {
    const first = goodAnswers(history, process, root, share).find(
      (one) => !stoppedSince(history, process, roots, one),
    )
    return first !== undefined && seen.every((moment) => age(first.startedAt, moment) < LIMITS.load)
  })
}

/** What is wrong with an answer by a process that is alone with its organization; null when nothing is. */
export function judge(history: History, use: Use): string | null {
  if (use.answered === 'opened') return whyNotUsable(history, use)
  // A key in hand may have been let go meanwhile; then it was right to refuse.
  return use.held ? null : whyNotRefused(history, use)
}
