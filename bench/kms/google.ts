import { KeyManagementServiceClient } from '@google-cloud/kms'
import { credentials as channel } from '@grpc/grpc-js'
import { GoogleAuth, Impersonated, UserRefreshClient } from 'google-auth-library'
import { randomKey } from '@/lib/crypto'
import { ACCOUNT, credentials, GoogleProject } from '../../tests/support/google-project'
import type { CloudWorld } from './world'

/** Google Cloud KMS, on the wire. */
export async function googleWorld(): Promise<CloudWorld> {
  const project = new GoogleProject()
  await project.start()
  const name = await project.createKey()
  const client = await bareClient(project)
  const headers = { authorization: `Bearer ${await tokenOf(project)}` }
  const options = { otherArgs: { headers }, retry: null, timeout: 3_000 }
  const plaintext = randomKey()
  const encrypt = async () => (await client.encrypt({ name, plaintext }, options))[0].ciphertext
  const decrypt = (ciphertext: Parameters<typeof client.decrypt>[0]['ciphertext']) =>
    client.decrypt({ name, ciphertext }, options)
  const ciphertext = await encrypt()
  return {
    name: 'Google Cloud KMS',
    root: project.rootKey(name),
    bare: { wrapAndUnwrap: async () => decrypt(await encrypt()), unwrap: () => decrypt(ciphertext) },
    newRoot: async () => project.rootKey(name),
    setFault: (fault) => project.setFault(fault),
    clearFaults: () => project.reset(),
    async stop() {
      await client.close()
      await project.stop()
    },
  }
}

async function bareClient({ endpoint }: GoogleProject): Promise<KeyManagementServiceClient> {
  const { hostname, port } = new URL(endpoint.kmsUrl)
  const universeDomain = 'googleapis.com'
  const client = new KeyManagementServiceClient({
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: channel.createInsecure(),
    universeDomain,
    auth: new GoogleAuth({ clientOptions: { universeDomain } }),
  })
  await client.initialize()
  return client
}

/** On a plain line the SDK sends no token by itself. */
async function tokenOf({ endpoint: { authUrl } }: GoogleProject): Promise<string> {
  const sourceClient = new UserRefreshClient({
    ...credentials,
    endpoints: { oauth2TokenUrl: `${authUrl}/token` },
  })
  const client = new Impersonated({
    sourceClient,
    targetPrincipal: ACCOUNT,
    targetScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    endpoint: authUrl,
  })
  const { token } = await client.getAccessToken()
  if (!token) throw new Error('no token came')
  return token
}
