import { describe, expect, it } from 'vitest'
import { type FoundKey, fixCommand } from '@/lib/domain/fix-commands'
import { parseKeyReference } from '@/lib/domain/key-reference'
import type { LinkIdentity } from '@/lib/domain/link-identity'

const ORGANIZATION = '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01'
const CLIENT = 'c11e0000-0000-4000-8000-00000000aaaa'
const ACCOUNT = 'org-northwind@latchkey-service.iam.gserviceaccount.com'

function found(keyId: string, identity: LinkIdentity, version: string | null = '3'): FoundKey {
  const parsed = parseKeyReference(keyId, { aws: ['eu-central-1'], google: ['europe-west3'] })
  if (!parsed.ok) throw new Error(parsed.message)
  const awsPrincipalArn = 'arn:aws:iam::999988887777:role/latchkey'
  return {
    organization: ORGANIZATION,
    awsPrincipalArn,
    reference: parsed.reference,
    identity,
    version,
    isDoomed: false,
  }
}

const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111'
const aws = found(ARN, { provider: 'aws', role: null })
const azureIdentity = {
  provider: 'azure',
  tenantId: '0a1b2c3d-0000-4000-8000-00000000aaaa',
  clientId: CLIENT,
} as const
const vault = found('https://northwind.vault.azure.net/keys/data', azureIdentity)
const hsm = found('https://northwind-hsm.managedhsm.azure.net/keys/data', azureIdentity)
const NAME = 'projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/data'
const google = found(NAME, { provider: 'google', serviceAccount: ACCOUNT })

const doomed = { ...google, isDoomed: true }

describe('the command that mends a finding', () => {
  const COMMANDS: [string, FoundKey, string, RegExp][] = [
    ['an AWS key', aws, 'DISABLED', new RegExp(`^aws kms enable-key --region eu-central-1 --key-id ${ARN}$`)],
    ['an AWS key', aws, 'PENDING_DELETION', /^aws kms cancel-key-deletion .*\naws kms enable-key /],
    [
      'an AWS key',
      aws,
      'encrypt_denied',
      new RegExp(`${ORGANIZATION}[\\s\\S]*aws kms put-key-policy[\\s\\S]*${ARN}`),
    ],
    [
      'a key in a vault',
      vault,
      'DISABLED',
      /^az keyvault key set-attributes --vault-name northwind --name data --enabled true$/,
    ],
    [
      'a key in a vault',
      vault,
      'purgeable',
      /^az keyvault update --name northwind --enable-purge-protection true$/,
    ],
    ['a key in a vault', vault, 'encrypt_denied', new RegExp(`--assignee ${CLIENT}[\\s\\S]*/keys/data`)],
    ['a key in a vault', vault, 'CONSENT_MISSING', new RegExp(`^az ad sp create --id ${CLIENT}$`)],
    ['a key in an HSM', hsm, 'purgeable', /^az keyvault update-hsm --hsm-name northwind-hsm /],
    [
      'a key in an HSM',
      hsm,
      'decrypt_denied',
      /--hsm-name northwind-hsm[\s\S]*Managed HSM Crypto[\s\S]*--scope \/keys\/data/,
    ],
    [
      'a key in Google Cloud',
      google,
      'DISABLED',
      /^gcloud kms keys versions enable 3 --project northwind-prod /,
    ],
    ['a key in Google Cloud', doomed, 'PENDING_DELETION', /versions restore 3 [\s\S]*\n.*versions enable 3 /],
    [
      'a key in Google Cloud',
      google,
      'encrypt_denied',
      new RegExp(`cryptoKeyEncrypterDecrypter[\\s\\S]*${ACCOUNT}`),
    ],
  ]
  it.each(COMMANDS)('of %s names the key itself', (_, key, code, expected) => {
    expect(fixCommand(key, code)).toMatch(expected)
  })

  it('is left out where no single one would do, or a name that it needs is not known', () => {
    expect(fixCommand(aws, 'wrong_kind')).toBeNull()
    expect(fixCommand(google, 'may_administer')).toBeNull()
    expect(fixCommand({ ...google, version: null }, 'DISABLED')).toBeNull()
    expect(fixCommand({ ...doomed, version: null }, 'PENDING_DELETION')).toBeNull()
    const role = { arn: 'arn:aws:iam::111122223333:role/latchkey', externalId: 'latchkey-0123456789abcdef' }
    expect(fixCommand(found(ARN, { provider: 'aws', role }), 'encrypt_denied')).toBeNull()
  })
})
