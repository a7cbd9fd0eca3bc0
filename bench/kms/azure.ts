import { ClientSecretCredential } from '@azure/identity'
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys'
import { randomKey } from '@/lib/crypto'
import { AzureCloud, CLIENT, keyOf, SECRET, TENANT } from '../../tests/support/azure-cloud'
import type { CloudWorld } from './world'

const ALGORITHM = 'RSA-OAEP-256'

/** Azure Key Vault, on the wire. */
export async function azureWorld(): Promise<CloudWorld> {
  const cloud = new AzureCloud()
  await cloud.start()
  const url = await cloud.createKey()
  const additionalPolicies = [{ policy: cloud.simulator.policy, position: 'perRetry' as const }]
  const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, {
    additionalPolicies,
    disableInstanceDiscovery: true,
  })
  const { host, name } = keyOf(url)
  const key = await new KeyClient(`https://${host}`, credential, { additionalPolicies }).getKey(name)
  const client = new CryptographyClient(key.id ?? '', credential, { additionalPolicies })
  const share = randomKey()
  const { result } = await client.wrapKey(ALGORITHM, share)
  const unwrap = (wrapped: Uint8Array) => client.unwrapKey(ALGORITHM, wrapped)
  return {
    name: 'Azure Key Vault',
    root: cloud.rootKey(url),
    bare: {
      wrapAndUnwrap: async () => unwrap((await client.wrapKey(ALGORITHM, share)).result),
      unwrap: () => unwrap(result),
    },
    newRoot: async () => cloud.rootKey(url),
    setFault: (fault) => cloud.setFault(fault),
    clearFaults: () => cloud.clearFaults(),
    stop: () => cloud.stop(),
  }
}
