import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { replicaOf } from '@/lib/domain/aws-arn'
import { awsCliScript } from '@/lib/domain/aws-cli'
import { awsConsoleSteps } from '@/lib/domain/aws-console-steps'
import { makeExternalId } from '@/lib/domain/aws-role'
import type { AwsSetup } from '@/lib/domain/aws-setup'
import { awsTerraform } from '@/lib/domain/aws-terraform'
import { type AwsRole, KmsError, type RootKey, runPreflight } from '@/lib/kms'
import { applyTerraform } from '../../support/aws-setup/apply-terraform'
import { followSteps } from '../../support/aws-setup/follow-steps'
import type { SetUp } from '../../support/aws-setup/outcome'
import { runScript } from '../../support/aws-setup/run-script'
import {
  AwsWorld,
  arnOf,
  CUSTOMER,
  contextOf,
  ORGANIZATION,
  otherCredentials,
  PRINCIPAL,
  REGION,
} from './aws-world'

const world = new AwsWorld()
const OTHER_REGION = 'us-east-1'
let roles = 0

const WAYS: Record<string, (setup: AwsSetup) => Promise<SetUp>> = {
  console: (setup) => followSteps(awsConsoleSteps(setup), world),
  'AWS CLI': (setup) => runScript(awsCliScript(setup), world.url, CUSTOMER),
  Terraform: (setup) => applyTerraform(awsTerraform(setup), world),
}

/** A key as its owner has it before they hear of us. */
async function existingKey(regions: readonly string[]) {
  const arn = await world.createKey({ policy: undefined, multiRegion: regions.length > 1 })
  for (const region of regions.slice(1)) await world.atKey(arn, 'replicate', { region })
  return arnOf(arn)
}

async function outcomeOf(root: RootKey): Promise<string> {
  try {
    await root.wrap(randomKey(), contextOf())
    return 'OK'
  } catch (error) {
    return error instanceof KmsError ? error.outcome : String(error)
  }
}

/** In each region: everything works for the organization, and for nobody else. */
async function prove({ keyArn, roleArn }: SetUp, setup: AwsSetup) {
  const role: AwsRole | null =
    roleArn !== null && setup.role ? { arn: roleArn, externalId: setup.role.externalId } : null
  expect(role !== null).toBe(setup.role !== null)
  const ours = world.rootKeys()
  const elsewhere = world.rootKeys({ credentials: otherCredentials })
  for (const region of setup.regions) {
    const key = region === REGION ? arnOf(keyArn) : replicaOf(arnOf(keyArn), region)
    if (key === null) throw new Error('the key has no replicas')
    // Its last check is that the policy refuses another organization, both ways.
    const link = { organization: ORGANIZATION, scope: 'all', region: 'global' }
    const preflight = await runPreflight(ours.aws(key, { role }), link)
    expect(preflight.rows.filter(({ status }) => status === 'failed')).toEqual([])
    expect(preflight.passed).toBe(true)
    expect(preflight.rows.find(({ id }) => id === 'rotation')?.status).toBe('passed')
    expect(await outcomeOf(elsewhere.aws(key, { role }))).toBe(role ? 'CONSENT_MISSING' : 'DENIED')
    if (role === null) continue
    expect(await outcomeOf(ours.aws(key))).toBe('DENIED')
    const guessed = { ...role, externalId: makeExternalId() }
    expect(await outcomeOf(ours.aws(key, { role: guessed }))).toBe('CONSENT_MISSING')
  }
}

const CASES = ['directly', 'by a role'].flatMap((access) =>
  ['a new key', 'a key that is there'].flatMap((key) =>
    [[REGION], [REGION, OTHER_REGION]].map((regions) => ({ access, key, regions })),
  ),
)

describe.each(Object.keys(WAYS))('set up by %s', (way) => {
  it.each(CASES)('$key in $regions, used $access', async ({ access, key, regions }) => {
    roles += 1
    const setup: AwsSetup = {
      principalArn: PRINCIPAL,
      organizationId: ORGANIZATION,
      // Whoever has a key already has told us the account.
      accountId: key === 'a new key' ? null : CUSTOMER,
      regions: regions as [string, ...string[]],
      key: key === 'a new key' ? null : await existingKey(regions),
      role: access === 'directly' ? null : { name: `latchkey-access-${roles}`, externalId: makeExternalId() },
    }
    const done = await WAYS[way]?.(setup)
    if (done === undefined) throw new Error('no such way')
    if (setup.key !== null) expect(done.keyArn).toBe(setup.key.arn)
    await prove(done, setup)
  })
})

describe('a setup that can’t be', () => {
  const setup: AwsSetup = {
    principalArn: PRINCIPAL,
    organizationId: ORGANIZATION,
    accountId: CUSTOMER,
    regions: [REGION],
    key: null,
    role: null,
  }
  const SINGLE = arnOf(`arn:aws:kms:${REGION}:${CUSTOMER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`)
  it.each([
    ['a key of one region in two', { key: SINGLE, regions: [REGION, OTHER_REGION] }],
    ['a region twice', { regions: [REGION, REGION] }],
    ['a region that would say more', { regions: [`${REGION}; rm -rf ~`] }],
    ['a role that would say more', { role: { name: '$(id)', externalId: makeExternalId() } }],
    ['an external id that is not ours', { role: { name: 'x', externalId: '*' } }],
    ['another principal', { principalArn: '*' }],
    ['a wildcard for the organization', { organizationId: '*' }],
  ] as const)('is refused: %s', (_, change) => {
    const changed = { ...setup, ...change } as AwsSetup
    for (const generate of [awsConsoleSteps, awsCliScript, awsTerraform]) {
      expect(() => generate(changed)).toThrow(TypeError)
    }
  })
})
