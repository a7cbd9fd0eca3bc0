import { setTimeout as sleep } from 'node:timers/promises'
import { randomKey } from '@/lib/crypto'
import { type Availability, afterProof, unproven } from '@/lib/domain/availability'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { systemClock } from '@/lib/keyring/clock'
import { KmsError, type RootKey, RootKeys } from '@/lib/kms'
import { arnOf, contextOf, credentials } from '../../tests/support/aws-account'
import type { FaultKind, Operation } from './fault-kinds'
import { type Certificate, FaultProxy } from './fault-proxy'
import type { Names } from './names'

/** No call may last longer; the product's own limit is 8 s for all that an operation does. */
const HANGS_AFTER_MS = 10_000

/** What became of one call that met a fault. */
export interface Found {
  outcome: KmsOutcome | 'hangs' | 'not an error of a KMS'
  /** null: not to be told from those of a call beside it */
  tries: number | null
  /** the availability of a root that was active, after this proof; null where nothing is proven */
  state: Availability['state'] | null
}

/** What all cells share. */
export interface Ground {
  /** the simulator's address */
  kmsUrl: string
  keyId: string
  names: Names
  forbiddenUrl: string
  /** speak TLS with this certificate, as long as there is no fault */
  tls?: Certificate
}

let cells = 0

/** Brings one fault about for one operation of one root that was active, and has it used. */
export async function meet(ground: Ground, kind: FaultKind, operation: Operation): Promise<Found> {
  const { kmsUrl, keyId, names, forbiddenUrl, tls } = ground
  cells += 1
  const host = `cell-${cells}.fault.invalid`
  const proxy = await FaultProxy.before(kmsUrl, tls)
  const own = ownCredentials()
  const endpoint = `${tls ? 'https' : 'http'}://${host}:${proxy.port}`
  const rootKeys = new RootKeys({ aws: { endpoint, credentials: own.provide } })
  const root = rootKeys.aws(arnOf(keyId))
  try {
    const share = randomKey()
    const context = contextOf()
    const wrap = await root.wrap(share, context)
    await kind.arrange({ proxy, names, host, loseCredentials: own.lose, forbiddenUrl }, operation)
    proxy.forget()
    const before = { lookups: names.count(host), credentials: own.count() }
    const startedAt = systemClock()
    const outcome = await outcomeOf(root, operation, () => root.unwrap(wrap, context))
    const counted = {
      calls: proxy.count(operation),
      lookups: names.count(host) - before.lookups,
      credentials: own.count() - before.credentials,
    }[kind.counts ?? 'calls']
    // A look at a key is two calls at once: before KMS's door nobody can tell which of them tried.
    const tries = operation === 'DescribeKey' && kind.counts ? null : counted
    return { outcome, tries, state: stateAfter(outcome, operation, startedAt) }
  } finally {
    rootKeys.close()
    await proxy.close()
  }
}

async function outcomeOf(
  root: RootKey,
  operation: Operation,
  unwrap: () => Promise<unknown>,
): Promise<Found['outcome']> {
  const work = {
    Encrypt: () => root.wrap(randomKey(), contextOf()),
    Decrypt: unwrap,
    DescribeKey: () => root.describe(),
    GetKeyRotationStatus: () => root.describe(),
  }[operation]
  const hangs = new AbortController()
  const limit = sleep(HANGS_AFTER_MS, 'hangs' as const, { signal: hangs.signal }).catch(
    () => 'hangs' as const,
  )
  const call = work().then(
    () => 'OK' as const,
    (error: unknown) => (error instanceof KmsError ? error.outcome : 'not an error of a KMS'),
  )
  try {
    return await Promise.race([call, limit])
  } finally {
    hangs.abort()
  }
}

/** Encrypt and Decrypt are what proofs and loads are made of. */
function stateAfter(
  outcome: Found['outcome'],
  operation: Operation,
  startedAt: ReturnType<typeof systemClock>,
): Found['state'] {
  if (operation === 'DescribeKey' || operation === 'GetKeyRotationStatus') return null
  if (outcome === 'hangs' || outcome === 'not an error of a KMS') return null
  const now = systemClock()
  const active = afterProof(unproven(startedAt), { outcome: 'OK', startedAt }, startedAt)
  return afterProof(active, { outcome, startedAt }, now).state
}

/** Our credentials as a provider that is asked each time, since what it gives is about to expire. */
function ownCredentials() {
  let lost = false
  let asked = 0
  return {
    count: () => asked,
    lose: () => {
      lost = true
    },
    provide: async () => {
      asked += 1
      if (lost)
        throw Object.assign(new Error('not authorized to perform: sts:AssumeRole'), { name: 'AccessDenied' })
      return { ...credentials, expiration: new Date(Date.now() + 60_000) }
    },
  }
}
