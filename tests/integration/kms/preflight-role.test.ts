import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeExternalId } from '@/lib/domain/aws-role'
import { runPreflight } from '@/lib/kms'
import { AwsWorld, ORGANIZATION, PRINCIPAL } from './aws-world'

const world = new AwsWorld()
const link = { organization: ORGANIZATION, scope: 'all', region: 'global' }
const allow = (more: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...more }] })

/** The checks of a key by a role of the customer's with this condition in its trust policy. */
async function check(conditionOf: (externalId: string) => object) {
  const owner = { Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }
  const key = await world.createKey({ policy: allow(owner) })
  const externalId = makeExternalId()
  const trust = { Principal: { AWS: PRINCIPAL }, Action: 'sts:AssumeRole', ...conditionOf(externalId) }
  const use = allow({ Action: 'kms:*', Resource: key })
  const arn = await world.createRole(`checked-${randomUUID()}`, allow(trust), use)
  const asStranger = world.rootKey(key, {}, { arn, externalId: makeExternalId() })
  const { passed, rows } = await runPreflight(world.rootKey(key, {}, { arn, externalId }), link, {
    asStranger,
  })
  return { passed, code: Object.fromEntries(rows.map((row) => [row.id, row.code])) }
}

describe('the checks of a key by a role of the customer’s', () => {
  it('pass when the role asks for the organization’s external id', async () => {
    const { passed, code } = await check((externalId) => ({
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    }))
    expect(code).toMatchObject({
      other_organization: 'own_role',
      no_administration: 'administration_unknown',
    })
    expect(passed).toBe(true)
  })

  it('fail when the role lets in whoever names it', async () => {
    const { passed, code } = await check(() => ({}))
    expect({ passed, stranger: code.other_organization }).toEqual({
      passed: false,
      stranger: 'role_not_conditioned',
    })
  })
})
