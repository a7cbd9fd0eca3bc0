import { runPreflight } from '@/lib/kms'
import { atMost, attemptRow, type Row } from '../core/row'
import { percentile } from '../statistics'
import type { CloudWorld } from './world'

const LATENCY_MS = 50
const LIMIT_MS = 3_000
const TURNS = 5

/** How long the checks of a healthy key take when each call to the cloud takes fifty milliseconds. */
export function measurePreflight({ name, newRoot, setFault }: CloudWorld): Promise<Row> {
  const called = `${name}, checks of a healthy key, ${LATENCY_MS} ms each call, to ${LIMIT_MS} ms, ms`
  return attemptRow(called, 1, async () => {
    await setFault({ kind: 'slow', delayMs: LATENCY_MS })
    const took: number[] = []
    for (let turn = 0; turn < TURNS; turn += 1) {
      const root = await newRoot()
      const startedAt = performance.now()
      const { passed, rows } = await runPreflight(root, {
        organization: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
        scope: 'all-customer-classes',
        region: 'global',
      })
      took.push(performance.now() - startedAt)
      if (!passed) throw new Error(`a healthy key did not pass: ${JSON.stringify(rows)}`)
    }
    const ms = percentile(took, 50)
    return atMost(called, { ours: ms, peer: LIMIT_MS, ratio: ms / LIMIT_MS }, 1)
  })
}
