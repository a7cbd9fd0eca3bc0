import { randomUUID } from 'node:crypto'
import { randomKey } from '@/lib/crypto'
import type { WrapContext } from '@/lib/kms'
import { interleave, type Operation } from '../core/interleave'
import { atMost, attemptRow, type Row } from '../core/row'
import type { CloudWorld } from './world'

/** How much longer a call of ours may take than the same calls by the bare SDK. */
const MOST = 1.1
/** What each call takes at the cloud, for both: less than that no cloud takes. */
const LATENCY_MS = 10
const PACE = { rounds: 7, slices: 8, sliceMs: 60 }

/** What a wrap and an unwrap cost beside the same calls by the cloud's own SDK. */
export async function measureCalls({ name, root, bare, setFault, clearFaults }: CloudWorld): Promise<Row[]> {
  const share = randomKey()
  const context: WrapContext = {
    organization: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
    purpose: 'customer-share',
    scope: 'all-customer-classes',
    region: 'global',
    share: randomUUID(),
  }
  const wrap = await root.wrap(share, context)
  await setFault({ kind: 'slow', delayMs: LATENCY_MS })
  const rows = [
    await overhead(`${name}, wrap and its proof, time`, () => root.wrap(share, context), bare.wrapAndUnwrap),
    await overhead(`${name}, unwrap, time`, () => root.unwrap(wrap, context), bare.unwrap),
  ]
  await clearFaults()
  return rows
}

function overhead(name: string, ours: Operation, peer: Operation): Promise<Row> {
  return attemptRow(name, MOST, async () => {
    const measured = await interleave(ours, peer, PACE)
    return atMost(name, { ...measured, ratio: 1 / measured.ratio }, MOST)
  })
}
