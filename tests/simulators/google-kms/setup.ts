import { KeyManagementServiceClient } from '@google-cloud/kms'
import { credentials as grpc } from '@grpc/grpc-js'
import { GoogleAuth } from 'google-auth-library'
import { afterAll } from 'vitest'
import { type Simulator, type SimulatorOptions, startGoogleKmsSimulator } from '@/simulators/google-kms'

export const PROJECT = 'northwind-prod'
const PARENT = `projects/${PROJECT}/locations/europe-west3`
export const RING = `${PARENT}/keyRings/ring`
export const VENDOR = 'latchkey-service'
export const INSTALLATION = `latchkey@${VENDOR}.iam.gserviceaccount.com`
export const ACCOUNT = `org-northwind@${VENDOR}.iam.gserviceaccount.com`
export const NOBODY = `nobody-s@${VENDOR}.iam.gserviceaccount.com`

const credential = (name: string) => ({
  clientId: `client-of-${name}`,
  clientSecret: `secret-of-${name}`,
  refreshToken: `1//refresh-of-${name}`,
})
export const CREDENTIALS = {
  admin: credential('admin'),
  reader: credential('reader'),
  installation: credential('installation'),
}

export const seed = {
  projects: [
    {
      id: PROJECT,
      number: '111122223333',
      name: 'Northwind',
      bindings: [
        { role: 'roles/owner', members: ['user:admin@northwind.example'] },
        { role: `projects/${PROJECT}/roles/reader`, members: ['user:reader@northwind.example'] },
      ],
      customRoles: { [`projects/${PROJECT}/roles/reader`]: ['cloudkms.cryptoKeys.get'] },
    },
    {
      id: VENDOR,
      name: 'Latchkey',
      serviceAccounts: [
        { email: INSTALLATION },
        { email: NOBODY },
        {
          email: ACCOUNT,
          bindings: [
            { role: 'roles/iam.serviceAccountTokenCreator', members: [`serviceAccount:${INSTALLATION}`] },
          ],
        },
      ],
    },
  ],
  credentials: [
    { member: 'user:admin@northwind.example', ...CREDENTIALS.admin },
    { member: 'user:reader@northwind.example', ...CREDENTIALS.reader },
    { member: `serviceAccount:${INSTALLATION}`, ...CREDENTIALS.installation },
  ],
}

const running: { stop(): Promise<void> }[] = []
const clients: KeyManagementServiceClient[] = []
afterAll(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()))
})

/** Starts a simulator that ends with the file's tests. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startGoogleKmsSimulator({ seed, ...options })
  running.push(simulator)
  return simulator
}

/** The real SDK's client. It sends no token on a line without TLS: that goes with each call's options. */
export function client({ kmsUrl }: Simulator): KeyManagementServiceClient {
  const { hostname, port } = new URL(kmsUrl)
  const made = new KeyManagementServiceClient({
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: grpc.createInsecure(),
    auth: new GoogleAuth({ clientOptions: { universeDomain: 'googleapis.com' } }),
  })
  clients.push(made)
  return made
}

interface Iam {
  getIamPolicy(request: object, options: object): Promise<[{ bindings: object[]; etag: Uint8Array }]>
  setIamPolicy(request: object, options: object): Promise<unknown>
  testIamPermissions(request: object, options: object): Promise<[{ permissions: string[] }]>
}
/** The client's IAM methods; their own types ask for more than the plain objects that they take. */
export const iam = (kms: KeyManagementServiceClient) => kms as unknown as Iam

/** A request to the OAuth server. */
export async function askForToken(simulator: Simulator, given: Partial<typeof CREDENTIALS.admin>) {
  const { clientId = '', clientSecret = '', refreshToken = '' } = given
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  })
  const response = await fetch(`${simulator.authUrl}/token`, { method: 'POST', body })
  return { status: response.status, body: await response.json() }
}

/** A request to the IAM Credentials API. */
export async function impersonate(simulator: Simulator, token: string, email = ACCOUNT, body: object = {}) {
  const url = `${simulator.authUrl}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`
  const scope = ['https://www.googleapis.com/auth/cloud-platform']
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scope, ...body }),
  })
  return { status: response.status, body: await response.json() }
}

/** Options of a call with somebody's token; one attempt, so that each answer is seen. */
export const withToken = (token: string) => ({
  retry: null,
  timeout: 5_000,
  otherArgs: { headers: { authorization: `Bearer ${token}` } },
})

/** Options of a call as one of the seed's people. */
export async function as(simulator: Simulator, who: keyof typeof CREDENTIALS) {
  return withToken((await askForToken(simulator, CREDENTIALS[who])).body.access_token)
}

/** Options of a call as the organization's service account. */
export async function asAccount(simulator: Simulator) {
  const { body } = await askForToken(simulator, CREDENTIALS.installation)
  return withToken((await impersonate(simulator, body.access_token)).body.accessToken)
}

/** Calls the control API. */
export async function control(simulator: Simulator, method: string, path: string, body?: object) {
  const response = await fetch(`${simulator.consoleUrl}/_control/google${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

/** Creates a key by the control API and gives its name. */
export async function createKey(simulator: Simulator, key: string, given: object = {}): Promise<string> {
  const request = { location: 'europe-west3', keyRing: 'ring', key, ...given }
  const { status, body } = await control(simulator, 'POST', `/projects/${PROJECT}/keys`, request)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.key.name
}

/** What a call of the SDK fails with. */
export async function failureOf(call: Promise<unknown> | undefined) {
  const error = await Promise.resolve(call).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('The call did not fail.')
  return error as Error & { code?: number; details?: string; reason?: string; statusDetails?: object[] }
}

export const bytes = (text: string): Buffer => Buffer.from(text)
