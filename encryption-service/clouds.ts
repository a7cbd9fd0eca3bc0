import { readFile } from 'node:fs/promises'
import type { ServiceEnv } from '@/lib/env'
import type { AzureOptions, CloudOptions } from '@/lib/kms'
import { KmsError } from '@/lib/kms'

/** How this service reaches each cloud, as it was told. */
export function cloudOptions(env: ServiceEnv): CloudOptions {
  const { googleSimulator: google } = env
  return {
    aws: { endpoint: env.awsEndpoint },
    azure: { proofOf: proofs(env), ...(env.azureSimulator && { loopback: env.azureSimulator }) },
    google: google
      ? { endpoint: { kmsUrl: google.kmsUrl, authUrl: google.authUrl }, credentials: google.credentials }
      : {},
    ...(env.pkcs11Module && { pkcs11: { module: env.pkcs11Module, pin: env.pkcs11Pin ?? '' } }),
  }
}

/** What proves our applications to Azure: a secret of each one's own, or else the federated credential of all. */
function proofs({
  azureClientSecrets: secrets = {},
  azureFederatedTokenFile: file,
}: ServiceEnv): AzureOptions['proofOf'] {
  return ({ clientId }) => {
    const clientSecret = secrets[clientId]
    if (clientSecret !== undefined) return { clientSecret }
    if (file !== undefined) return { clientAssertion: async () => (await readFile(file, 'utf8')).trim() }
    throw new KmsError({ outcome: 'OURS', errorName: 'NoProof', requestId: null, operation: 'GetToken' })
  }
}
