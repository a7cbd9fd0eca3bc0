import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { readSession } from '@/lib/auth/sessions'
import { httpCore } from '@/lib/client/http-core'
import { openDemoSession } from '@/lib/client/sign-in'
import { httpTokenOffice } from '@/lib/client/token-office'
import { API_PATHS, SESSION_HEADER } from '@/lib/domain/api'
import { storedDataClasses } from '@/lib/domain/data-classes'
import type { OrganizationId } from '@/lib/domain/ids'
import { openFolderStorage } from '@/lib/objects/storage'
import type { Store } from '@/lib/store/open'
import { createConnection } from '@/lib/use-cases/connections/create'
import { testConnection } from '@/lib/use-cases/connections/test'
import type { Context } from '@/lib/use-cases/context'
import { createDocument } from '@/lib/use-cases/documents/create'
import { readJob } from '@/lib/use-cases/jobs/read-job'
import { createToken } from '@/lib/use-cases/setup/create-token'
import { ADMIN, signIn } from '../../bench/web/browser'
import { linkNewKey, requestNewKey } from '../../bench/web/fill-keys'
import type { Kept } from '../../bench/web/kept'
import { findRoutes } from '../../bench/web/routes'
import { customerAccount } from '../../bench/web/simulator'
import type { Canary, Place } from './canaries'

/** What a story left behind: the secrets in it, and all that was answered on the way. */
export interface Told {
  canaries: Canary[]
  places: Place[]
}

/**
 * Links a key, stores and tests a credential, opens every page, makes mistakes, and loses the key; `whileOpen` runs before.
 */
export async function tellStory(
  kept: Kept,
  stores: { web: Store; owner: Store },
  url: string,
  whileOpen: (organization: OrganizationId) => Promise<unknown>,
): Promise<Told> {
  const password = `canary-${randomBytes(18).toString('base64url')}`
  const { LATCHKEY_SERVICE_URL: serviceUrl, LATCHKEY_WEB_TOKEN: webToken } = kept.webSettings
  const session = await openDemoSession({ url: serviceUrl, token: webToken }, { email: ADMIN })
  const context = await contextOf(kept, stores.web, session)
  const organization = context.actor.organization?.id
  if (!organization) throw new Error('the admin has no organization')
  const { key, jobId } = await linkNewKey(context, kept)
  const connection = await storeSecrets(context, password)
  const rotation = await requestNewKey(context, kept)
  const token = await createToken(stores.owner, { ...SERVICE, name: `canary-${randomUUID()}` }, new Date())

  const ids: Record<string, string> = { connections: connection, jobs: jobId, rotation, support: rotation }
  const cookies = new Map<string, string>()
  const places = await openPages(url, ids, cookies)
  places.push(...(await mistakes(kept, { token, session, password, organization })))
  await whileOpen(organization)
  await customerAccount(kept.simulatorUrl, kept.customerAccountId).disable(key)
  await untilRefused(kept, token, organization)
  places.push(...(await mistakes(kept, { token, session, password, organization })))
  places.push(...(await openPages(url, ids, cookies)))
  const canaries = [
    { name: 'a stored credential', text: password },
    { name: 'a session', text: session },
    { name: 'the token of a service', text: token },
    { name: 'web’s token', text: webToken },
    { name: 'the secret of web’s sessions', text: kept.webSettings.NEXTAUTH_SECRET },
    { name: 'the cloud’s credential', text: kept.serviceSettings.AWS_SECRET_ACCESS_KEY },
    ...[...cookies].map(([who, cookie]) => ({ name: `the cookie of ${who}`, text: jwtIn(cookie) })),
  ]
  return { canaries: canaries.map(({ name, text }) => ({ name, bytes: Buffer.from(text) })), places }
}

const SERVICE = {
  encryptClasses: storedDataClasses,
  decryptClasses: storedDataClasses,
  organizationId: null,
  requiresSession: false,
  expiresAt: null,
}

const jwtIn = (cookie: string) => /latchkey\.session=([^;]+)/.exec(cookie)?.[1] ?? ''

async function contextOf({ webSettings }: Kept, store: Store, session: string): Promise<Context> {
  const actor = await readSession(store.platform, session)
  if (!actor) throw new Error(`${ADMIN} does not live in this demo`)
  const { LATCHKEY_SERVICE_URL: url, LATCHKEY_WEB_TOKEN: token, LATCHKEY_STORAGE_DIR: folder } = webSettings
  const service = { url, token, session }
  const reach = { core: httpCore(service), tokens: httpTokenOffice(service) }
  return { actor, store, ...reach, objects: openFolderStorage(folder), now: new Date() }
}

/** A credential that is stored and tried, where nobody takes it; and a document. @returns the connection's id */
async function storeSecrets(context: Context, password: string): Promise<string> {
  const { id } = await createConnection(context, {
    submissionId: randomUUID(),
    name: `Canary ${randomUUID()}`,
    host: '127.0.0.1',
    port: 9,
    database: 'sales',
    username: 'reader',
    password,
    verifyTls: true,
  })
  const { jobId } = await testConnection(context, { submissionId: randomUUID(), id })
  for (let waited = 0; waited < 30_000; waited += 100) {
    const { state } = await readJob(context, { id: jobId })
    if (state === 'done' || state === 'failed') break
    await sleep(100)
  }
  await createDocument(context, {
    submissionId: randomUUID(),
    name: 'A document',
    elements: ['sales.orders'],
  })
  return id
}

/** Every page and every route that answers a GET, as who may open it. */
async function openPages(
  url: string,
  ids: Record<string, string>,
  cookies: Map<string, string>,
): Promise<Place[]> {
  const places: Place[] = []
  for (const { pattern, visitor } of findRoutes('.')) {
    if (visitor && !cookies.has(visitor)) cookies.set(visitor, await signIn(url, visitor))
    const section = /^(?:\/api)?\/(\w+)/.exec(pattern)?.[1] ?? ''
    const address = url + pattern.replace(/\[\w+\]/, ids[section] ?? randomUUID())
    const cookie = visitor ? (cookies.get(visitor) ?? '') : ''
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } })
    places.push({ name: `page ${pattern}`, content: Buffer.from(await response.text()) })
  }
  return places
}

interface Secrets {
  token: string
  session: string
  password: string
  organization: string
}

/** Requests that are wrong in many ways, each with secrets in it. */
async function mistakes(kept: Kept, { token, session, password, organization }: Secrets): Promise<Place[]> {
  const context = { organization, dataClass: 'secrets_and_credentials', object: 'row-1', field: 'value' }
  const base64 = Buffer.from(password).toString('base64')
  const bodies: Record<string, unknown> = {
    'a good one': { context, plaintext: base64 },
    'a plaintext that is no base64': { context, plaintext: `${password}!` },
    'a field too many': { context, plaintext: base64, [password]: password },
    'a class that is none': { context: { ...context, dataClass: password }, plaintext: base64 },
    'an organization that is none': { context: { ...context, organization: password }, plaintext: base64 },
    'no JSON': `{"plaintext": "${password}`,
    'a ciphertext that is none': { context, ciphertext: base64 },
    'nine megabytes': { context, plaintext: base64.padEnd(9 << 20, 'A') },
  }
  const callers: Record<string, Record<string, string>> = {
    'a service': { authorization: `Bearer ${token}` },
    web: { authorization: `Bearer ${kept.webSettings.LATCHKEY_WEB_TOKEN}`, [SESSION_HEADER]: session },
    'a stranger': { authorization: `Bearer ${password}`, [SESSION_HEADER]: password },
  }
  const places: Place[] = []
  for (const path of [API_PATHS.encrypt, API_PATHS.decrypt, `/v1/${password}`]) {
    for (const [what, body] of Object.entries(bodies)) {
      for (const [who, headers] of Object.entries(callers)) {
        const name = `the answer to ${what} by ${who}`
        places.push({ name, content: await answerTo(kept.serviceUrl + path, headers, body) })
      }
    }
  }
  return places
}

/** An answer with its headers; a line that is cut because the body is too large is one too. */
async function answerTo(url: string, headers: Record<string, string>, body: unknown): Promise<Buffer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    })
    return Buffer.from(`${JSON.stringify([...response.headers])}\n${await response.text()}`)
  } catch (error) {
    if (error instanceof TypeError) return Buffer.alloc(0)
    throw error
  }
}

/** Until a service is told that the key refuses; the disabled key is found out by the next proof. */
async function untilRefused(kept: Kept, token: string, organization: string): Promise<void> {
  const core = httpCore({ url: kept.serviceUrl, token })
  const dataClass = 'secrets_and_credentials' as const
  const context = { organization, dataClass, object: 'row-1', field: 'value' }
  for (let waited = 0; waited < 60_000; waited += 500) {
    const [outcome] = await core.encrypt([{ context, plaintext: Buffer.from('x') }])
    if (outcome?.ok === false && outcome.code === 'key_denied') return
    await sleep(500)
  }
  throw new Error('the disabled key was not found out')
}
