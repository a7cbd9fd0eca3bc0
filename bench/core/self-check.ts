import assert from 'node:assert/strict'

/**
 * What has to hold before a case is worth measuring: what was encrypted comes back, and not as another object.
 * @param decrypt by the place it is asked for in
 * @throws AssertionError
 */
export function checkRoundTrip<C>(
  plaintext: Uint8Array,
  ciphertext: C,
  decrypt: (ciphertext: C, where: 'here' | 'elsewhere') => Uint8Array,
): void {
  assert.deepEqual(Buffer.from(decrypt(ciphertext, 'here')), Buffer.from(plaintext), 'does not come back')
  assert.throws(() => decrypt(ciphertext, 'elsewhere'), { code: 'does_not_open' })
}
