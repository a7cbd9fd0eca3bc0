import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { ClientSecretCredential } from '@azure/identity'
import { KeyClient } from '@azure/keyvault-keys'
import { describe, expect, it } from 'vitest'
import { randomKey, sealShare } from '@/lib/crypto'
import { AzureWorld, CLIENT, contextOf, failureOf, keyOf, SECRET, TENANT } from './azure-world'

const world = new AzureWorld()

/** The key's public part, as anybody who may read it has it. */
async function publicKeyOf(url: string) {
  const additionalPolicies = [{ policy: world.simulator.policy, position: 'perRetry' as const }]
  const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { additionalPolicies })
  const { key } = await new KeyClient(`https://${keyOf(url).host}`, credential, {
    additionalPolicies,
  }).getKey(keyOf(url).name)
  const member = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('base64url')
  return createPublicKey({ key: { kty: 'RSA', n: member(key?.n), e: member(key?.e) }, format: 'jwk' })
}

describe('an RSA key', () => {
  it('works in every size', async () => {
    for (const size of [3072, 4096]) {
      const { share, unwrap } = await world.wrapped({ size })
      expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    }
  })

  it('opens nothing that was only encrypted with its public part', async () => {
    const { url, rootKey, context, wrap } = await world.wrapped()
    const key = await publicKeyOf(url)
    const encrypted = (bytes: Uint8Array) =>
      Uint8Array.from(
        publicEncrypt({ key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, bytes),
      )
    const forged = randomKey()
    const open = (bytes: Uint8Array) => failureOf(rootKey.unwrap({ ...wrap, wrapped: bytes }, context))
    // The share itself, as RSA alone would wrap it.
    expect((await open(encrypted(forged))).outcome).toBe('INTEGRITY')
    // A KEK of the forger's own around our sealed share, and one that is too short.
    const sealed = wrap.wrapped.slice(-60)
    const withKek = (kek: Uint8Array) => Uint8Array.from([1, 1, 0, ...encrypted(kek), ...sealed])
    expect(await open(withKek(forged))).toMatchObject({ outcome: 'INTEGRITY', errorName: 'ShareDoesNotOpen' })
    expect(await open(withKek(forged.slice(1)))).toMatchObject({
      outcome: 'INTEGRITY',
      errorName: 'PlaintextLength',
    })
    // A whole share sealed by somebody for another organization.
    const kek = randomKey()
    const foreign = sealShare(kek, encrypted(kek), { ...context, organization: 'another' }, forged)
    expect((await open(foreign)).errorName).toBe('ShareDoesNotOpen')
  })

  it('forged for the very context opens to the forger’s share, never to ours: the master key’s commitment finds it', async () => {
    const { url, rootKey, context, wrap, share } = await world.wrapped()
    const kek = randomKey()
    const encrypted = publicEncrypt(
      { key: await publicKeyOf(url), oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING },
      kek,
    )
    const forged = randomKey()
    const opened = await rootKey.unwrap(
      { ...wrap, wrapped: sealShare(kek, encrypted, context, forged) },
      context,
    )
    expect(Buffer.compare(opened.share, forged)).toBe(0)
    expect(Buffer.compare(opened.share, share)).not.toBe(0)
  })

  it('takes shares of 32 bytes alone', async () => {
    const { rootKey } = await world.wrapped()
    await expect(rootKey.wrap(new Uint8Array(31), contextOf())).rejects.toThrow(TypeError)
  })

  it('of another kind is misconfigured, and says so beforehand', async () => {
    const kinds = [
      { kty: 'EC' },
      { kty: 'RSA', keyOps: ['sign', 'verify'] },
      { kind: 'managed_hsm' as const, kty: 'RSA-HSM' },
      { kind: 'managed_hsm' as const, size: 128 },
    ]
    for (const kind of kinds) {
      const rootKey = world.rootKey(await world.createKey(kind))
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('MISCONFIGURED')
    }
    const ec = await world.rootKey(await world.createKey({ kty: 'EC' })).describe()
    expect(ec).toMatchObject({ fitsKind: false, fitsUsage: false, spec: 'EC P-256' })
  })
})
