import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { shareContext } from '@/lib/keyring/share-context'
import { KmsError, type RootKey, RootKeys } from '@/lib/kms'
import { startAwsKmsSimulator } from '@/simulators/aws-kms'
import type { Level } from './level'
import type { Place } from './place'

const REGION = 'eu-central-1'
const ACCOUNT = '999988887777'
const PRINCIPAL = {
  arn: `arn:aws:iam::${ACCOUNT}:role/latchkey`,
  accessKeyId: 'AKIALATCHKEYATTACKS01',
  secretAccessKey: 'only-for-a-simulator-in-attacks',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['kms:*'], Resource: '*' }] },
}

/**
 * Shares under a root key in a KMS on the wire. Both halves of every organization are under one and the same root,
 * which no installation does: so the encryption context alone keeps them apart.
 */
export async function startShareLevels(): Promise<{ levels: Level[]; stop(): Promise<void> }> {
  const seed = { accounts: [{ id: ACCOUNT, name: 'Vendor', principals: [PRINCIPAL] }] }
  const simulator = await startAwsKmsSimulator({ seed })
  const rootKeys = new RootKeys({ aws: { endpoint: simulator.url, credentials: PRINCIPAL } })
  const root = rootKeys.aws(parsed(await createKey(simulator.url)))
  return {
    levels: [shareLevel('platform', root), shareLevel('customer', root)],
    async stop() {
      rootKeys.close()
      await simulator.stop()
    },
  }
}

function shareLevel(half: 'platform' | 'customer', root: RootKey): Level {
  const contextOf = ({ organization, scope, region, masterId: id }: Place) =>
    shareContext(half, { organization, scope, region, id })
  return {
    name: `${half} share`,
    key: [],
    context: ['organization', 'scope', 'region', 'masterId'],
    hasHeader: false,
    isAtRoot: true,
    async seal(keys, place) {
      const { wrapped } = await root.wrap(keys[`${half}Share`], contextOf(place))
      return wrapped
    },
    async opens(_, place, sealed) {
      try {
        return (
          (await root.unwrap({ wrapped: sealed, keyMaterialId: null }, contextOf(place))).share.length > 0
        )
      } catch (error) {
        // A root that could not be asked has refused nothing.
        if (error instanceof KmsError && error.outcome === 'INTEGRITY') return false
        throw error
      }
    },
  }
}

async function createKey(url: string): Promise<string> {
  const response = await fetch(`${url}/_control/aws/accounts/${ACCOUNT}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ region: REGION }),
  })
  if (!response.ok) throw new Error(`the simulator made no key: ${response.status}`)
  return ((await response.json()) as { key: { arn: string } }).key.arn
}

function parsed(arn: string) {
  const result = parseAwsKeyArn(arn, [REGION])
  if (!result.ok) throw new Error(result.message)
  return result.key
}
