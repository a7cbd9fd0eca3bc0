import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { interleave } from './interleave'
import { atMost, attemptRow, type Row } from './row'
import { rawGcm } from './subjects'
import { DATA_CLASS, inKeyProcess } from './world'

const MOST = 0.06

/** A key found in memory, unexpired and not revoked, by both clocks; beside one raw encryption of 64 B. */
export function measureCache(): Promise<Row[]> {
  return inKeyProcess(async ({ keyring }, { organization }) => {
    const key = await keyring.activeKey(organization, DATA_CLASS)
    const hit = () => keyring.readyKey(organization, DATA_CLASS)
    assert.equal(hit(), key)
    assert.equal(keyring.readyKey(organization, 'platform_metadata'), undefined)
    const row = await attemptRow(
      'hit in the key cache, time, to one raw encryption of 64 B',
      MOST,
      async (name) => {
        const measured = await interleave(hit, rawGcm(randomBytes(64)).encrypt)
        return atMost(name, { ...measured, ratio: 1 / measured.ratio }, MOST)
      },
    )
    return [row]
  })
}
