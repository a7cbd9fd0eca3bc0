import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { RunningJob } from '@/encryption-service/jobs/job'
import { checkOfferedKey } from '@/encryption-service/jobs/preflight'
import { systemClock } from '@/lib/keyring/clock'
import { KmsError, type RootKey } from '@/lib/kms'

const keyId = 'arn:aws:kms:eu-central-1:111122223333:key/0d9c1f5e-6a4b-4c3d-8e2f-1a2b3c4d5e6f'
const silent = (operation: string) =>
  new KmsError({ outcome: 'UNREACHABLE', errorName: 'TimeoutError', requestId: null, operation })

/** A root that refuses to be looked at, and is slow to fail. */
const root: RootKey = {
  provider: 'aws',
  id: keyId,
  describe: async () => {
    throw new KmsError({ outcome: 'DENIED', errorName: 'Denied', requestId: null, operation: 'DescribeKey' })
  },
  wrap: async () => {
    await sleep(50)
    throw silent('Encrypt')
  },
  unwrap: async () => {
    throw silent('Decrypt')
  },
  versions: async () => null,
}

const identities = {
  awsExternalId: 'latchkey-0123456789abcdef',
  azureClientId: null,
  googleServiceAccount: null,
}
const findFirst = async () => ({ identities, regions: [] })

it('survives that its progress cannot be written while a root is slow', async () => {
  let written = 0
  const job = {
    keys: { id: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01', scope: { db: { keyOffer: { findFirst } } } },
    parts: { customerRoot: () => root, clock: systemClock },
    regions: { aws: ['eu-central-1'], google: [] },
    awsPrincipalArn: 'arn:aws:iam::999988887777:role/latchkey',
    progress: async () => {
      written += 1
      if (written > 1) throw new Error('the database is away')
    },
  }
  // Were the rejection unheard while the root is asked, it would end the service; here it would end the tests.
  await expect(checkOfferedKey(job as unknown as RunningJob, { keyId })).rejects.toThrow(
    'the database is away',
  )
})
