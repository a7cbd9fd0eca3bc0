import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { mapBounded } from '@/lib/use-cases/map-bounded'
import { runNode } from '../../scripts/lib/commands'
import { AwsAccount } from '../../tests/support/aws-account'
import { type Found, type Ground, meet } from '../keys/fault-cell'
import {
  type Expected,
  FAULT_KINDS,
  type FaultKind,
  NOT_OF_AWS,
  OPERATIONS,
  type Operation,
} from '../keys/fault-kinds'
import { KeyWorlds } from '../keys/key-world'
import { Names } from '../keys/names'
import { TLS_KINDS, type TlsFound } from '../keys/tls-kinds'
import type { Run, Suite } from '../suite'

/** Cells that wait at the same time. */
const AT_ONCE = 32
/** What a proof makes of a root that was active (design, sections 5 and 6). */
const STATE_AFTER: Record<string, Found['state']> = {
  OK: 'active',
  UNREACHABLE: 'grace',
  THROTTLED: 'grace',
  OURS: 'grace',
  UNKNOWN: 'grace',
}

export const suite: Suite = {
  about:
    'every kind of fault in every call to AWS KMS: its class, the state after it, the tries, and an end within 10 s',
  async run({ report }) {
    const account = new AwsAccount()
    await account.start()
    const names = new Names()
    names.open()
    const forbidden = await tripwire()
    try {
      const ground = {
        kmsUrl: account.url,
        keyId: await account.createKey(),
        names,
        forbiddenUrl: forbidden.url,
      }
      await everyCell(ground, report)
      report.check(forbidden.touched() === 0, 'a redirect was followed')
      await anotherShare(report)
    } finally {
      names.close()
      forbidden.close()
      await account.stop()
    }
  },
}

async function everyCell(ground: Ground, report: Run['report']): Promise<void> {
  const cells = FAULT_KINDS.flatMap((kind) => OPERATIONS.map((operation) => ({ kind, operation })))
  const plain = mapBounded(cells, AT_ONCE, async ({ kind, operation }) => {
    const wanted = expectedOf(kind, operation)
    if (typeof wanted === 'string') return { kind, operation, wanted, found: null }
    return { kind, operation, wanted, found: await meet(ground, kind, operation) }
  })
  const [inPlain, inTls] = await Promise.all([plain, overTls(ground)])
  for (const { kind, operation, wanted, found } of inPlain) {
    if (found && typeof wanted !== 'string') judge(report, kind.name, operation, wanted, found)
  }
  for (const { name, operation, found } of inTls) {
    const kind = TLS_KINDS.find((candidate) => candidate.name === name)
    if (kind) judge(report, name, operation, kind.expected, found)
  }
  for (const { name } of FAULT_KINDS) {
    const row = inPlain.filter(({ kind }) => kind.name === name)
    report.note(`${name}: ${row.map(cellInWords).join('; ')}`)
  }
  for (const { name, operation, found } of inTls) report.note(`${name}: ${operation} ${inWords(found)}`)
  for (const [name, why] of Object.entries(NOT_OF_AWS)) report.note(`${name}: n/a (${why})`)
}

function judge(report: Run['report'], name: string, operation: Operation, wanted: Expected, found: Found) {
  const tries = found.tries === null ? null : wanted.tries
  const all = inWords({ outcome: wanted.outcome, tries, state: stateOf(wanted, operation) })
  report.check(inWords(found) === all, `${name}, ${operation}: not ${all}`, inWords(found))
}

/** In a process of its own, because a process trusts an authority from its start on. */
async function overTls({ kmsUrl, keyId }: Ground): Promise<TlsFound[]> {
  const file = path.resolve(import.meta.dirname, '../keys/tls-faults.ts')
  const authority = path.resolve(import.meta.dirname, '../keys/tls/authority.pem')
  const output = await runNode(['--import', 'tsx', file, kmsUrl, keyId], { NODE_EXTRA_CA_CERTS: authority })
  return JSON.parse(output.split('\n').findLast((line) => line.startsWith('[')) ?? '[]')
}

function cellInWords({
  operation,
  wanted,
  found,
}: {
  operation: Operation
  wanted: unknown
  found: Found | null
}) {
  return `${operation} ${found ? inWords(found) : `n/a (${wanted})`}`
}

/** The age of a rotation is for information: not knowing it never fails a look at the key. */
function expectedOf(kind: FaultKind, operation: Operation): Expected | string {
  const unlike = kind.unlike?.[operation]
  if (unlike !== undefined) return unlike
  return operation === 'GetKeyRotationStatus' ? { ...kind.expected, outcome: 'OK' } : kind.expected
}

function stateOf({ outcome }: Expected, operation: Operation): Found['state'] {
  if (operation !== 'Encrypt' && operation !== 'Decrypt') return null
  return STATE_AFTER[outcome] ?? 'stopped_denied'
}

const inWords = ({ outcome, tries, state }: Found) =>
  [outcome, state, tries && `${tries} ${tries === 1 ? 'try' : 'tries'}`].filter(Boolean).join(', ')

/** Bytes that are not the share, from a root that says all is well: in a proof they stop, in a load they open nothing. */
async function anotherShare(report: Run['report']): Promise<void> {
  const worlds = await KeyWorlds.open()
  try {
    const world = await worlds.make({ linked: true })
    const use = (kind: 'secret' | 'metadata') => world.newest.use('decrypt', kind)
    report.check((await use('secret')) === 'opened', 'nothing opens to begin with')
    world.roots.customer.forging = true
    await world.newest.prove()
    report.check((await use('secret')) === 'key_denied', 'a proof that brought another share did not stop')
    for (const root of ['customer', 'platform'] as const) {
      await world.begin()
      world.roots[root].forging = true
      const said = await use('secret')
      report.check(said === 'does_not_open', `a load with another ${root} share was answered ${said}`)
    }
  } finally {
    await worlds.close()
  }
}

/** Somewhere that nobody may be sent to. */
async function tripwire() {
  let touched = 0
  const server = createServer((_request, response) => {
    touched += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, touched: () => touched, close: () => server.close() }
}
