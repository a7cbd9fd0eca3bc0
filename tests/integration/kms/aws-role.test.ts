import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { makeExternalId } from '@/lib/domain/aws-role'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { type AwsOptions, type AwsRole, KmsError, type RootKey } from '@/lib/kms'
import { ClientSettings } from '@/lib/kms/aws/client-settings'
import { RoleSessions } from '@/lib/kms/aws/role-sessions'
import { AwsWorld, arnOf, contextOf, credentials, PRINCIPAL, REGION } from './aws-world'

const world = new AwsWorld()
const LIMITS = { attemptTimeoutMs: 1_000, totalTimeoutMs: 2_500 }
let count = 0

/** Only the account itself: nobody of ours is named. */
const OWNER_ONLY = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
})
const trust = (externalId: string, Effect = 'Allow') =>
  JSON.stringify({
    Statement: [
      {
        Effect,
        Principal: { AWS: PRINCIPAL },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  })
const mayUse = (Resource: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource }] })

async function failureOf(promise: Promise<unknown>): Promise<KmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KmsError)) throw new Error(`not a KmsError: ${String(error)}`)
  return error
}

/** A key that a role of the customer's may use, and that role. */
async function keyWithRole() {
  count += 1
  const arn = await world.createKey({ policy: OWNER_ONLY })
  const externalId = makeExternalId()
  const roleArn = await world.createRole(`latchkey-${count}`, trust(externalId), mayUse(arn))
  const role: AwsRole = { arn: roleArn, externalId }
  return { arn, role, rootKey: (options: AwsOptions = {}) => world.rootKey(arn, options, role) }
}

async function wrapped(rootKey: RootKey) {
  const context = contextOf()
  const wrap = await rootKey.wrap(randomKey(), context)
  return () => rootKey.unwrap(wrap, context)
}

/** How often a role was assumed, or it was tried. */
const assumptions = async ({ arn }: AwsRole) =>
  (await world.log(arn)).filter(({ eventName }) => eventName === 'AssumeRole').length

describe('a key used by a role of the customer’s', () => {
  it('works though no policy of the key names us, and the customer reads our name in their log', async () => {
    const { arn, role, rootKey } = await keyWithRole()
    await (await wrapped(rootKey()))()
    expect((await failureOf(world.rootKey(arn).describe())).outcome).toBe('DENIED')
    const calls = (await world.log(arn)).filter(({ eventName }) => eventName === 'Decrypt')
    const session = role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')
    expect(new Set(calls.map(({ principalArn }) => principalArn))).toEqual(new Set([`${session}/latchkey`]))
  })

  it('asks for one session, however many callers there are', async () => {
    const { role, rootKey } = await keyWithRole()
    const root = rootKey()
    await Promise.all(Array.from({ length: 20 }, () => root.describe()))
    await (await wrapped(root))()
    expect(await assumptions(role)).toBe(1)
  })

  it('lends no session to another role, nor to another external id', async () => {
    const [one, two] = [await keyWithRole(), await keyWithRole()]
    const rootKeys = world.rootKeys()
    const key = arnOf(one.arn)
    await rootKeys.aws(key, { role: one.role }).describe()
    expect((await failureOf(rootKeys.aws(key, { role: two.role }).describe())).outcome).toBe('DENIED')
    expect((await failureOf(rootKeys.aws(key).describe())).outcome).toBe('DENIED')
    const guessed = { ...one.role, externalId: makeExternalId() }
    expect((await failureOf(rootKeys.aws(key, { role: guessed }).describe())).outcome).toBe('CONSENT_MISSING')
    await rootKeys.aws(key, { role: one.role }).describe()
  })

  it('takes a session anew when the one it has is not taken any more', async () => {
    const { role, rootKey } = await keyWithRole()
    const unwrap = await wrapped(rootKey())
    await world.control('POST', 'expire-sessions', {})
    await Promise.all([unwrap(), unwrap(), unwrap()])
    expect(await assumptions(role)).toBe(2)
  })
})

describe('a role that is taken away', () => {
  it('before it is assumed, is a consent that is missing', async () => {
    const { role, rootKey } = await keyWithRole()
    await world.setRolePolicy(role.arn, 'trust-policy', trust(role.externalId, 'Deny'))
    const error = await failureOf(rootKey().describe())
    expect(error).toMatchObject({
      outcome: 'CONSENT_MISSING',
      errorName: 'AccessDenied',
      operation: 'AssumeRole',
      retryable: false,
    })
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('while a session is open, is noticed when that is renewed', async () => {
    const { role, rootKey } = await keyWithRole()
    const unwrap = await wrapped(rootKey())
    await world.setRolePolicy(role.arn, 'trust-policy', trust(role.externalId, 'Deny'))
    await unwrap()
    await world.control('POST', 'expire-sessions', {})
    expect((await failureOf(unwrap())).outcome).toBe('CONSENT_MISSING')
    await world.setRolePolicy(role.arn, 'trust-policy', trust(role.externalId))
    await unwrap()
  })

  it('by its permissions or as a whole, is noticed at once', async () => {
    const { role, arn, rootKey } = await keyWithRole()
    const unwrap = await wrapped(rootKey())
    await world.setRolePolicy(role.arn, 'policy', mayUse(arn).replace('kms:*', 'kms:Encrypt'))
    expect((await failureOf(unwrap())).outcome).toBe('DENIED')
    await world.setRolePolicy(role.arn, 'policy', mayUse(arn))
    await unwrap()
    await world.deleteRole(role.arn)
    expect((await failureOf(unwrap())).outcome).toBe('DENIED')
  })
})

describe('our own credentials', () => {
  it('are not the customer’s matter when they are refused, and are read anew once', async () => {
    const { rootKey, role } = await keyWithRole()
    let reads = 0
    const wrong = { ...credentials, secretAccessKey: 'not-the-secret-of-anybody' }
    const error = await failureOf(
      rootKey({
        credentials: async () => {
          reads += 1
          return wrong
        },
      }).describe(),
    )
    expect(error).toMatchObject({ outcome: 'OURS', errorName: 'SignatureDoesNotMatch' })
    expect(reads).toBe(2)
    const renewing = rootKey({ credentials: async () => (++reads > 3 ? credentials : wrong) })
    await renewing.describe()
    expect(await assumptions(role)).toBe(1)
  })

  it('that can’t be got are not the customer’s refusal, even if a role of ours says AccessDenied', async () => {
    const { rootKey } = await keyWithRole()
    const refusing = async () => {
      throw Object.assign(new Error('not authorized'), { name: 'AccessDenied' })
    }
    expect((await failureOf(rootKey({ credentials: refusing }).describe())).outcome).toBe('OURS')
  })
})

describe('faults on the way to STS', () => {
  const kinds: [string, KmsOutcome][] = [
    ['deny', 'CONSENT_MISSING'],
    ['throttle', 'THROTTLED'],
    ['http500', 'UNREACHABLE'],
    ['reset', 'UNREACHABLE'],
    ['timeout', 'UNREACHABLE'],
    ['truncated', 'UNREACHABLE'],
    ['bad-gateway', 'UNREACHABLE'],
    ['empty', 'UNKNOWN'],
    ['html', 'UNKNOWN'],
    ['redirect', 'UNKNOWN'],
    ['huge', 'UNKNOWN'],
    ['wrong-key', 'INTEGRITY'],
  ]
  it.each(kinds)('%s ends in %s', async (kind, outcome) => {
    const { role, rootKey } = await keyWithRole()
    const root = rootKey(LIMITS)
    await world.setFault({ kind, key: role.arn, operation: 'AssumeRole' })
    const error = await failureOf(root.describe())
    expect(error).toMatchObject({ outcome })
    await world.clearFaults()
    await root.describe()
  })
})

describe('the course of a session', () => {
  const MINUTE_MS = 60_000

  async function watched() {
    const { role } = await keyWithRole()
    let now = 0
    const settings = new ClientSettings({ endpoint: world.url, credentials, ...LIMITS })
    const sessions = new RoleSessions(settings, () => now)
    return {
      role,
      at: async (minutes: number) => {
        now = minutes * MINUTE_MS
        return (await sessions.of(role, REGION)).accessKeyId
      },
    }
  }

  /** Until what happens behind a caller's back has happened. */
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  it('it is renewed behind its users’ backs after five minutes', async () => {
    const { role, at } = await watched()
    const first = await at(0)
    expect(await at(4.9)).toBe(first)
    expect(await assumptions(role)).toBe(1)
    expect(await at(5.1)).toBe(first)
    await until(async () => (await at(5.1)) !== first)
    expect(await assumptions(role)).toBe(2)
  })

  it('a refusal ends it after five minutes, though the session would be good for longer', async () => {
    const { role, at } = await watched()
    await at(0)
    await world.setRolePolicy(role.arn, 'trust-policy', trust(role.externalId, 'Deny'))
    await at(5.1)
    await until(async () => (await assumptions(role)) === 2)
    expect((await failureOf(at(5.1))).outcome).toBe('CONSENT_MISSING')
  })

  it('an outage of STS is borne with until a minute before its end', async () => {
    const { role, at } = await watched()
    const first = await at(0)
    await world.setFault({ kind: 'http500', key: role.arn })
    for (const minutes of [5.1, 9, 13.9]) expect(await at(minutes)).toBe(first)
    expect((await failureOf(at(14.1))).outcome).toBe('UNREACHABLE')
    await world.clearFaults()
    expect(await at(14.2)).not.toBe(first)
  })
})
