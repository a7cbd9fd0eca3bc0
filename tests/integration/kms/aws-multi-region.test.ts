import { expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { replicaOf } from '@/lib/domain/aws-arn'
import { KmsError, type RootKey } from '@/lib/kms'
import { AwsWorld, arnOf, CUSTOMER, contextOf, POLICY, REGION } from './aws-world'

const world = new AwsWorld()
const OTHER_REGION = 'us-east-1'

/** A primary key in one region and its replica in another, each with a policy of its own. */
async function pair(replicaPolicy: string | undefined = POLICY) {
  const arn = await world.createKey({ multiRegion: true })
  await world.atKey(arn, 'replicate', { region: OTHER_REGION, policy: replicaPolicy })
  const replica = replicaOf(arnOf(arn), OTHER_REGION)
  if (replica === null) throw new Error('a multi-region key has replicas')
  const rootKeys = world.rootKeys()
  return { arn, replicaArn: replica.arn, primary: rootKeys.aws(arnOf(arn)), replica: rootKeys.aws(replica) }
}

const outcomeOf = (root: RootKey, wrap: Parameters<RootKey['unwrap']>[0], context = contextOf()) =>
  root.unwrap(wrap, context).then(
    () => 'OK',
    (error: unknown) => (error instanceof KmsError ? error.outcome : String(error)),
  )

it('the replica opens what the primary wrapped, and the other way round', async () => {
  const { primary, replica } = await pair()
  for (const [by, other] of [
    [primary, replica],
    [replica, primary],
  ] as const) {
    const [share, context] = [randomKey(), contextOf()]
    const wrap = await by.wrap(share, context)
    expect(wrap.keyId).toBe(by.id)
    const opened = await other.unwrap(wrap, context)
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(opened.keyMaterialId).toBe(wrap.keyMaterialId)
  }
})

it('each says in which other regions there is a related key', async () => {
  const { primary, replica } = await pair()
  expect(await primary.describe()).toMatchObject({ multiRegion: true, replicaRegions: [OTHER_REGION] })
  expect(await replica.describe()).toMatchObject({ region: OTHER_REGION, replicaRegions: [REGION] })
  const single = world.rootKey(await world.createKey())
  expect(await single.describe()).toMatchObject({ multiRegion: false, replicaRegions: [] })
})

it('access is given and taken away in each region for itself', async () => {
  const { arn, primary, replica } = await pair()
  const context = contextOf()
  const wrap = await primary.wrap(randomKey(), context)
  await world.atKey(arn, 'disable')
  expect(await outcomeOf(primary, wrap, context)).toBe('DISABLED')
  expect(await outcomeOf(replica, wrap, context)).toBe('OK')
})

it('a replica that was made without our policy refuses us', async () => {
  const { primary, replica } = await pair(JSON.stringify(ownerOnly))
  const context = contextOf()
  const wrap = await primary.wrap(randomKey(), context)
  expect(await outcomeOf(replica, wrap, context)).toBe('DENIED')
})

it('a region without a replica has no such key', async () => {
  const arn = await world.createKey({ multiRegion: true })
  const absent = replicaOf(arnOf(arn), OTHER_REGION)
  if (absent === null) throw new Error('a multi-region key has replicas')
  const error = await world
    .rootKeys()
    .aws(absent)
    .describe()
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ outcome: 'DENIED' })
})

const ownerOnly = {
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${CUSTOMER}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
}
