import assert from 'node:assert/strict'
import { interleave, type Operation, type Pace } from './interleave'
import { atLeast, attemptRow, type Row } from './row'

/** Measures ours beside the peer's: a row whose ratio has to reach the floor. */
export function compare(
  name: string,
  floor: number,
  ours: Operation,
  peer: Operation,
  pace?: Partial<Pace>,
): Promise<Row> {
  return attemptRow(name, floor, async () => atLeast(name, await interleave(ours, peer, pace), floor))
}

/**
 * What has to hold before a case is worth measuring: what was encrypted comes back where it belongs, and does not open
 * as another object's.
 * @throws AssertionError
 */
export function checkCase(plaintext: Uint8Array, decrypt: (object: 'own' | 'another') => Uint8Array): void {
  checkPeer(plaintext, decrypt('own'))
  assert.throws(() => decrypt('another'), { code: 'does_not_open' })
}

/** A peer that gives back something else would be measured for nothing. @throws AssertionError */
export function checkPeer(plaintext: Uint8Array, opened: Uint8Array): void {
  assert.deepEqual(Buffer.from(opened), Buffer.from(plaintext), 'does not come back')
}
