import { describe, expect, it } from 'vitest'
import type { PreflightRow } from '@/lib/domain/preflight'
import { checksFor } from '@/lib/domain/preflight-checks'
import { runPreflight } from '@/lib/kms'
import { AwsWorld, ORGANIZATION, POLICY, policyWithout } from './aws-world'

const world = new AwsWorld()
const link = { organization: ORGANIZATION, scope: 'all-customer-classes', region: 'global' }

/** The rows of a key that do not stand at "passed", as `id: code`. */
async function findings(arn: string, options = {}) {
  const seen: PreflightRow[] = []
  const result = await runPreflight(world.rootKey(arn, options), link, { onRow: (row) => seen.push(row) })
  expect(result.rows.map(({ id }) => id)).toEqual(checksFor('aws'))
  expect(seen).toHaveLength(checksFor('aws').length)
  for (const { status, reason, fix, whose } of result.rows) {
    if (status !== 'passed') expect([reason, fix, whose]).not.toContain(undefined)
  }
  const open = result.rows.filter(({ status }) => status !== 'passed' && status !== 'skipped')
  return { passed: result.passed, codes: open.map(({ id, code }) => `${id}: ${code}`), rows: result.rows }
}

describe('the checks before linking', () => {
  it('pass with the policy that the wizard shows', async () => {
    const arn = await world.createKey()
    const { passed, codes, rows } = await findings(arn)
    expect({ passed, codes }).toEqual({ passed: true, codes: [] })
    expect(rows.at(-1)?.code).toBe('rotation_off')
    const uses = (await world.log(arn)).filter(({ eventName }) => /^(En|De)crypt$/.test(eventName))
    expect(uses.length).toBeGreaterThan(3)
    for (const { encryptionContext } of uses) {
      expect(encryptionContext?.['latchkey:purpose']).toBe('preflight')
    }
  })

  const bare = (action: string) => policyWithout(`"kms:${action}"`, '"kms:Verify"')
  const policies: [string, string, string[]][] = [
    ['lacks kms:Encrypt', bare('Encrypt'), ['wrap: encrypt_denied']],
    ['lacks kms:Decrypt', bare('Decrypt'), ['unwrap: decrypt_denied']],
    [
      'lacks kms:DescribeKey',
      bare('DescribeKey'),
      ['describe: describe_denied', 'rotation: rotation_unknown'],
    ],
    [
      'names another organization',
      POLICY.replace(ORGANIZATION, '00000000-0000-4000-8000-000000000000'),
      ['wrap: encrypt_denied'],
    ],
    [
      'has no condition',
      policyWithout('StringEquals', 'StringLike').replace(ORGANIZATION, '*'),
      ['other_organization: policy_not_conditioned'],
    ],
  ]
  it.each(policies)('fail when the policy %s', async (_, policy, expected) => {
    const { passed, codes } = await findings(await world.createKey({ policy }))
    expect({ passed, codes }).toMatchObject({
      passed: false,
      codes: expected.slice(0, 1).concat(expected.slice(1)),
    })
  })

  it('fail when only one half of the policy has the condition', async () => {
    const policy = JSON.parse(POLICY)
    const [, use] = policy.Statement
    for (const open of ['kms:Encrypt', 'kms:Decrypt']) {
      const closed = open === 'kms:Encrypt' ? 'kms:Decrypt' : 'kms:Encrypt'
      const { Condition: _, ...unconditional } = use
      const Statement = [
        policy.Statement[0],
        { ...use, Action: closed },
        { ...unconditional, Sid: 'Open', Action: open },
        policy.Statement[2],
      ]
      const arn = await world.createKey({ policy: JSON.stringify({ ...policy, Statement }) })
      expect((await findings(arn)).codes, open).toEqual(['other_organization: policy_not_conditioned'])
    }
  })

  it('fail for keys of the wrong kind, and try nothing with them', async () => {
    const rsa = await world.createKey({ spec: 'RSA_2048' })
    expect((await findings(rsa)).codes).toEqual(['symmetric: wrong_kind', 'rotation: rotation_unknown'])
    const mac = await world.createKey({ spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' })
    expect((await findings(mac)).codes).toContain('usage: wrong_usage')
    expect((await world.log(rsa)).some(({ eventName }) => eventName === 'Encrypt')).toBe(false)
  })

  const states: [string, (arn: string) => Promise<void>][] = [
    ['DISABLED', (arn) => world.atKey(arn, 'disable')],
    ['PENDING_DELETION', (arn) => world.atKey(arn, 'schedule-deletion')],
    ['MATERIAL_MISSING', (arn) => world.atKey(arn, 'state', { state: 'PendingImport' })],
  ]
  it.each(states)('fail for a key that is %s', async (code, change) => {
    const arn = await world.createKey()
    await change(arn)
    const { passed, codes } = await findings(arn)
    expect(passed).toBe(false)
    expect(codes).toContain(`enabled: ${code}`)
  })

  it('fail for a key that does not exist', async () => {
    const arn = (await world.createKey()).replace(/.{12}$/, '000000000000')
    const { passed, rows } = await findings(arn)
    expect(passed).toBe(false)
    expect(rows.slice(0, 2).some(({ status }) => status === 'failed')).toBe(true)
  })

  it('stay undecided when nothing answers, and say so', async () => {
    const arn = await world.createKey()
    const { passed, codes, rows } = await findings(arn, { endpoint: 'http://127.0.0.1:1' })
    expect(passed).toBe(false)
    expect(codes[0]).toBe('describe: UNREACHABLE')
    expect(rows[0]).toMatchObject({ status: 'unknown', whose: 'network' })
  })
})
