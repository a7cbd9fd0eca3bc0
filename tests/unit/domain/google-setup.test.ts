import { describe, expect, it } from 'vitest'
import { parseGoogleKeyName } from '@/lib/domain/google-key-name'
import { consoleSteps, gcloudCommands, terraformResources } from '@/lib/domain/google-setup'

const NAME = 'projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/root'
const key = {
  id: NAME,
  project: 'northwind-prod',
  location: 'europe-west3',
  keyRing: 'latchkey',
  key: 'root',
  version: null,
}
const serviceAccount = 'org-northwind@latchkey-service.iam.gserviceaccount.com'
const GENERATORS = [gcloudCommands, terraformResources, consoleSteps]

describe('what a customer is shown to grant us their key', () => {
  it('is one command for each role', () => {
    expect(gcloudCommands({ key, serviceAccount }).split('\n\n')[0]).toBe(
      `gcloud kms keys add-iam-policy-binding root \\
  --project northwind-prod \\
  --location europe-west3 \\
  --keyring latchkey \\
  --member serviceAccount:${serviceAccount} \\
  --role roles/cloudkms.cryptoKeyEncrypterDecrypter`,
    )
  })

  it('leads to the key’s own page in the console', () => {
    const [first] = consoleSteps({ key, serviceAccount })
    expect(parseGoogleKeyName(first?.value ?? '', ['europe-west3'])).toMatchObject({
      ok: true,
      key: { id: NAME },
    })
  })

  it('takes no value that says more than it should', () => {
    const wrong = [
      { key, serviceAccount: 'allUsers' },
      { key, serviceAccount: `${serviceAccount}; rm -rf /` },
      { key, serviceAccount: `a"@latchkey-service.iam.gserviceaccount.com` },
      { key, serviceAccount: 'admin@northwind.example' },
      { key: { ...key, key: 'root --role roles/owner' }, serviceAccount },
      { key: { ...key, id: `${NAME}"` }, serviceAccount },
      { key: { ...key, project: 'another-one' }, serviceAccount },
    ]
    for (const setup of wrong) {
      for (const generate of GENERATORS) expect(() => generate(setup)).toThrow(TypeError)
    }
  })
})
