import { createHash, randomBytes } from 'node:crypto'
import { authenticate } from '@/encryption-service/http/authenticate'
import { buildServer } from '@/encryption-service/http/server'
import { API_PATHS } from '@/lib/domain/api'
import type { KeyUse } from '@/lib/keyring/key-use'
import { keyringCore } from '@/lib/keyring/keyring-core'
import type { KeyProcess } from '@/lib/keyring/open'
import { openStore } from '@/lib/store/open'
import { saveToken } from '@/lib/store/service-tokens'
import { checkCase } from './compare'
import type { Load } from './http-load'
import { type Measured, medians } from './interleave'
import { LoadProcess } from './load-process'
import { atLeast, attemptRow, type Row } from './row'
import { contextOf, placeOf } from './subjects'
import { DATA_CLASS, inKeyProcess, type World } from './world'

const ROUNDS = 7
const SLICE_MS = 700
const CONNECTIONS = 32
const BATCH = 100
const EMPTY_PATH = '/bench/empty'

/** The HTTP API in this process, asked by another one. */
export function measureHttp(): Promise<Row[]> {
  return inKeyProcess(async (keys, world) => {
    const token = randomBytes(32).toString('base64url')
    await allow(world, token)
    const { url, close } = await serve(keys)
    const load = new LoadProcess()
    try {
      const key = await keys.keyring.activeKey(world.organization, DATA_CLASS)
      return await measureServer(load, key, url, token)
    } finally {
      await load.end()
      await close()
    }
  })
}

/** The service's own server with one more route, which knows who asks and does nothing. */
async function serve({ keyring, parts: { store } }: KeyProcess) {
  const server = buildServer({
    store,
    core: keyringCore(keyring),
    demoPeople: null,
    ready: () => Promise.reject(new Error('not asked')),
  })
  const onRequest = async ({ headers }: { headers: Record<string, string | string[] | undefined> }) => {
    await authenticate(store, headers, new Date())
  }
  server.get(EMPTY_PATH, { onRequest }, async () => ({}))
  return { url: await server.listen({ host: '127.0.0.1', port: 0 }), close: () => server.close() }
}

/** A token as a vendor's service has one. */
async function allow({ database }: World, token: string): Promise<void> {
  const owner = openStore(database.ownerUrl)
  const grant = { name: 'bench', organizationId: null, requiresSession: false, expiresAt: null }
  const classes = { encryptClasses: [DATA_CLASS], decryptClasses: [DATA_CLASS] }
  const hash = new Uint8Array(createHash('sha256').update(token).digest())
  await saveToken(owner.platform, hash, { ...grant, ...classes }).finally(() => owner.close())
}

async function measureServer(load: LoadProcess, key: KeyUse, url: string, token: string): Promise<Row[]> {
  const plaintext = randomBytes(256)
  const item = { context: contextOf('own'), plaintext: plaintext.toString('base64') }
  const request = { token, connections: CONNECTIONS, ms: SLICE_MS }
  const post = (path: string, body: object): Load => ({
    ...request,
    url: `${url}${path}`,
    method: 'POST',
    body: JSON.stringify(body),
  })
  const one = post(API_PATHS.encrypt, item)
  const batch = post(API_PATHS.encryptBatch, { items: Array.from({ length: BATCH }, () => item) })
  const empty: Load = { ...request, url: `${url}${EMPTY_PATH}`, method: 'GET' }
  await checkServer(one, key, plaintext)
  const library = () => libraryRate(() => key.encrypt(placeOf('own'), plaintext))
  return [
    await attemptRow('HTTP, encrypt of 256 B, 32 connections, to an empty route', 0.6, async (name) =>
      atLeast(
        name,
        await inTurn(
          () => load.perSecond(one),
          () => load.perSecond(empty),
        ),
        0.6,
      ),
    ),
    await attemptRow(`HTTP, batch of ${BATCH} of 256 B, values, to the library`, 0.3, async (name) =>
      atLeast(name, await inTurn(async () => BATCH * (await load.perSecond(batch)), library), 0.3),
    ),
  ]
}

/** What the route encrypts has to open, and a stranger's request must not be answered. */
async function checkServer(
  { url, method, token, body }: Load,
  key: KeyUse,
  plaintext: Uint8Array,
): Promise<void> {
  const ask = (authorization: string) =>
    fetch(url, { method, body, headers: { authorization, 'content-type': 'application/json' } })
  const stranger = await ask('Bearer nobody-knows-this-token-at-all')
  if (stranger.status !== 401) throw new Error(`a stranger is answered with ${stranger.status}`)
  const { ciphertext } = (await (await ask(`Bearer ${token}`)).json()) as { ciphertext: string }
  checkCase(plaintext, (object) => key.decrypt(placeOf(object), Buffer.from(ciphertext, 'base64')))
}

async function inTurn(ours: () => Promise<number>, peer: () => Promise<number>): Promise<Measured> {
  await Promise.all([await ours(), await peer()]) // to warm up
  const rounds: { ours: number; peer: number }[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push({ ours: await ours(), peer: await peer() })
  return medians(rounds)
}

async function libraryRate(encrypt: () => unknown): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  for (; performance.now() - startedAt < SLICE_MS / 10; done++) encrypt()
  return (done / (performance.now() - startedAt)) * 1_000
}
