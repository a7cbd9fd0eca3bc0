import { describe, expect, it } from 'vitest'
import { toLinkView } from '@/lib/domain/key-tables'
import { KMS_OUTCOMES, toleranceOf } from '@/lib/domain/kms-outcome'
import { KMS_SENTENCES, outcomeLabel, sentenceOf } from '@/lib/domain/kms-sentences'
import { CLOUDS, type Cloud } from '@/lib/domain/provider'
import { linkStanding, NOW } from './key-fixtures'

/** What only one cloud calls a thing: none of it may be read about a key in another. */
const WORDS: Record<Cloud, RegExp> = {
  aws: /\bAWS\b|\bARN\b|key policy|kms:/,
  azure: /Azure|vault|tenant|Managed HSM/i,
  google: /Google|project\b|service account|Cloud KMS/,
}

const KEYS: Record<Cloud, string> = {
  aws: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111',
  azure: 'https://northwind.vault.azure.net/keys/data',
  google: 'projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/data',
}

describe.each(CLOUDS)('the sentences of %s', (cloud) => {
  it.each(KMS_OUTCOMES)('speak of this cloud alone about %s', (outcome) => {
    const { label, reason, fix } = KMS_SENTENCES[cloud][outcome]
    expect(label).toBe(outcomeLabel(outcome))
    for (const text of [reason, fix]) {
      expect(text).toMatch(/^[A-Z].*\.$/)
      expect(text).not.toMatch(/\.\.|undefined|;\s*\./)
      for (const other of CLOUDS) if (other !== cloud) expect(text).not.toMatch(WORDS[other])
    }
  })

  it('name the customer’s own side where only they can mend it, and say which', () => {
    for (const outcome of KMS_OUTCOMES) {
      const { whose, side } = KMS_SENTENCES[cloud][outcome]
      const isTheirs = toleranceOf(outcome) === 'stop' && outcome !== 'INTEGRITY'
      if (isTheirs) expect({ outcome, whose }).toEqual({ outcome, whose: 'cloud_admin' })
      if (outcome !== 'OK') expect(side, outcome).toBeDefined()
    }
  })

  it('stand on the card of a link to a key there', () => {
    const link = { ...linkStanding({ availability: 'stopped_denied', cause: 'DENIED' }), keyId: KEYS[cloud] }
    expect(toLinkView({ links: [link], now: NOW })).toMatchObject({
      provider: cloud,
      reason: KMS_SENTENCES[cloud].DENIED.reason,
    })
  })
})

describe('the place of a key', () => {
  const placeOf = (keyId: string, identity?: unknown) => {
    const view = toLinkView({ links: [{ ...linkStanding({}), keyId, identity }], now: NOW })
    return [view?.accountId, view?.region]
  }

  it('is told in each cloud’s own terms', () => {
    const tenantId = '0a1b2c3d-0000-4000-8000-00000000aaaa'
    const identity = { provider: 'azure', tenantId, clientId: 'c11e0000-0000-4000-8000-00000000aaaa' }
    expect(placeOf(KEYS.aws)).toEqual(['111122223333', 'eu-central-1'])
    expect(placeOf(KEYS.azure, identity)).toEqual([tenantId, 'northwind'])
    expect(placeOf(KEYS.google)).toEqual(['northwind-prod', 'europe-west3'])
  })
})

it('reads an outcome that this version does not know as unclear', () => {
  expect(sentenceOf('azure', 'SOMETHING_NEW')).toBe(KMS_SENTENCES.azure.UNKNOWN)
  expect(sentenceOf('google', null)).toBe(KMS_SENTENCES.google.OK)
  expect(sentenceOf('aws', 'GONE')).toBe(KMS_SENTENCES.aws.GONE)
})
