import { describe, expect, it } from 'vitest'
import { parseKeyAccess } from '@/lib/domain/key-access'
import { parseKeyReference } from '@/lib/domain/key-reference'

const REGIONS = { aws: ['eu-central-1'], google: ['europe-west3'] }
const referenceTo = (pasted: string) => {
  const parsed = parseKeyReference(pasted, REGIONS)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.reference
}
const AWS = referenceTo('arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111')
const AZURE = referenceTo('https://northwind.vault.azure.net/keys/data')
const GOOGLE = referenceTo('projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/data')
const ROLE = 'arn:aws:iam::111122223333:role/latchkey'
const TENANT = '0f9d0a4e-7c1d-4a27-8b8e-3f5f0b6a2c11'

describe('the way to a key', () => {
  it('is what belongs to the key’s own cloud, whatever else is left over', () => {
    const everything = { roleArn: ` ${ROLE}\n`, tenantId: ` ${TENANT.toUpperCase()} ` }
    expect(parseKeyAccess(AWS, everything)).toEqual({ ok: true, access: { roleArn: ROLE } })
    expect(parseKeyAccess(AZURE, everything)).toEqual({ ok: true, access: { tenantId: TENANT } })
    expect(parseKeyAccess(GOOGLE, everything)).toEqual({ ok: true, access: {} })
  })

  it('needs no role in AWS, and nothing at Google', () => {
    expect(parseKeyAccess(AWS, { roleArn: ' ' })).toEqual({ ok: true, access: {} })
    expect(parseKeyAccess(GOOGLE, {})).toEqual({ ok: true, access: {} })
  })

  it.each([
    ['no directory', AZURE, {}, { tenantId: expect.stringContaining('directory') }],
    [
      'a name for a directory',
      AZURE,
      { tenantId: 'northwind.onmicrosoft.com' },
      { tenantId: expect.stringContaining('GUID') },
    ],
    [
      'a role in another account',
      AWS,
      { roleArn: ROLE.replace('1111', '9999') },
      { roleArn: expect.stringContaining('another account') },
    ],
    [
      'a user for a role',
      AWS,
      { roleArn: ROLE.replace('role/', 'user/') },
      { roleArn: expect.stringContaining('user') },
    ],
  ])('is refused with its sentence for %s', (_what, reference, pasted, fields) => {
    expect(parseKeyAccess(reference, pasted)).toEqual({ ok: false, fields })
  })
})
