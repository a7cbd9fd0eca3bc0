import { RootKeys } from '@/lib/kms'
import type { HiddenFact } from '@/lib/kms/root-key'
import {
  ACCOUNT,
  credentials,
  GoogleProject,
  grant,
  LOOK,
  nameOf,
  ORGANIZATION,
  OTHER_ACCOUNT,
  USE,
} from '../../../support/google-project'
import { type GrpcMeddle, GrpcProxy } from './grpc-proxy'
import type {
  Act,
  Connection,
  ConnectOptions,
  ContractFault,
  ContractSubject,
  FaultKind,
  OwnerCall,
  PortCall,
} from './subject'

const METHODS: Record<PortCall, string> = { wrap: 'Encrypt', unwrap: 'Decrypt', describe: 'GetCryptoKey' }
const DAY_MS = 86_400_000
const ENCRYPT = 'roles/cloudkms.cryptoKeyEncrypter'
const DECRYPT = 'roles/cloudkms.cryptoKeyDecrypter'

/** The simulator's own faults; the others are of something in between that is not Google. */
const KINDS: Record<Exclude<FaultKind, 'html' | 'garbage'>, string> = {
  timeout: 'timeout',
  slow: 'slow',
  reset: 'reset',
  http500: 'http500',
  throttle: 'throttle',
  refuse: 'deny',
  truncated: 'truncated',
  empty: 'empty',
  oversized: 'huge',
  wrongLength: 'wrong-length',
  wrongAnswer: 'wrong-answer',
  bitFlip: 'bit-flip',
  otherKey: 'wrong-key',
}

const MEDDLES: Record<'html' | 'garbage', GrpcMeddle> = {
  html: (stream) => {
    stream.respond({ ':status': 502, 'content-type': 'text/html' })
    stream.end('<!doctype html><h1>Bad Gateway</h1>')
  },
  // A message of four bytes, by gRPC's own frame, that is none of any kind.
  garbage: (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
    stream.end(Buffer.from([0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff]))
  },
}

/** Google Cloud KMS: the simulator, with a proxy before it for what is no answer of Google. */
export class GoogleSubject implements ContractSubject {
  readonly name = 'Google Cloud KMS'
  readonly provider = 'google'
  readonly organizations = { own: ORGANIZATION, other: '00000000-0000-4000-8000-000000000000' }
  readonly unspeakable = [
    'denied on resource',
    'may not exist',
    'Quota exceeded',
    'Bad Gateway',
    'ya29.',
    credentials.clientSecret,
    credentials.refreshToken,
  ]
  readonly cannot = {
    expire: 'a key of Google has no last day',
    notYet: 'a key of Google has no first day',
    cutOff: 'external key managers are not simulated',
    'name its requests': 'Google gives a request no id that its caller sees',
    'show the context in the log': 'Google neither logs additional data nor lets a policy ask about it',
    'find a changed share while it unwraps':
      'a checksum finds what the wire did to it, but not what Google itself got wrong; the commitment of the master key does',
  }
  readonly #project = new GoogleProject()
  #proxy: GrpcProxy | null = null

  async start(): Promise<void> {
    await this.#project.start()
    this.#proxy = await GrpcProxy.before(this.#project.endpoint.kmsUrl)
  }

  async stop(): Promise<void> {
    await this.#proxy?.close()
    await this.#project.stop()
  }

  connect({ organization = 'own', closedPort = false, ...limits }: ConnectOptions = {}): Connection {
    const { authUrl } = this.#project.endpoint
    const kmsUrl = closedPort ? 'http://127.0.0.1:1' : this.#inBetween.url
    const rootKeys = new RootKeys({
      aws: {},
      google: { endpoint: { kmsUrl, authUrl }, credentials, ...limits },
    })
    const serviceAccount = organization === 'own' ? ACCOUNT : OTHER_ACCOUNT
    return {
      rootKey: (keyId) => rootKeys.google(nameOf(keyId), { serviceAccount }),
      close: () => rootKeys.close(),
    }
  }

  createKey(): Promise<string> {
    return this.#project.createKey()
  }

  createUnfitKey(): Promise<string> {
    return this.#project.createKey({ purpose: 'ASYMMETRIC_DECRYPT' })
  }

  async absentKeyId(): Promise<string> {
    return `${await this.createKey()}-absent`
  }

  async take(act: Act, keyId: string): Promise<void> {
    const project = this.#project
    const ways: Partial<Record<Act, () => Promise<unknown>>> = {
      disable: () => project.atVersion(keyId, 1, 'disable'),
      deny: () => project.setPolicy(keyId, []),
      denyWrap: () => project.setPolicy(keyId, grant([DECRYPT, LOOK])),
      denyUnwrap: () => project.setPolicy(keyId, grant([ENCRYPT, LOOK])),
      scheduleDeletion: () => project.atVersion(keyId, 1, 'destroy'),
      destroy: async () => {
        await project.atVersion(keyId, 1, 'destroy')
        await project.control('POST', 'clock', { offsetMs: 31 * DAY_MS })
        await project.control('POST', 'clock', { offsetMs: 0 })
      },
      loseMaterial: () => project.atVersion(keyId, 1, 'state', { state: 'PENDING_IMPORT' }),
    }
    await ways[act]?.()
  }

  async giveBack(act: Act, keyId: string): Promise<void> {
    if (act.startsWith('deny')) return await this.#project.setPolicy(keyId, grant([USE, LOOK]))
    if (act === 'loseMaterial') return await this.#project.atVersion(keyId, 1, 'state', { state: 'ENABLED' })
    if (act === 'scheduleDeletion') await this.#project.atVersion(keyId, 1, 'restore')
    await this.#project.atVersion(keyId, 1, 'enable')
  }

  rotate(keyId: string): Promise<void> {
    return this.#project.rotate(keyId)
  }

  /** Google shows all of a key or nothing. */
  async hide(_fact: HiddenFact, keyId: string): Promise<void> {
    await this.#project.setPolicy(keyId, grant([USE]))
  }

  async setFault({ kind, keyId, at, delayMs, count }: ContractFault): Promise<void> {
    await this.clearFaults()
    if (kind === 'html' || kind === 'garbage') return this.#inBetween.meddle(METHODS[at], MEDDLES[kind])
    const fault = {
      kind: KINDS[kind],
      key: keyId,
      ...(delayMs === undefined ? {} : { delayMs }),
      ...(count === undefined ? {} : { count }),
    }
    await this.#project.setFault({ ...fault, operation: METHODS[at] })
    // Where a key may not be looked at, Google is asked whether it may be used at least.
    if (kind === 'refuse' && at === 'describe') {
      await this.#project.setFault({ ...fault, operation: 'TestIamPermissions' })
    }
  }

  async clearFaults(): Promise<void> {
    this.#inBetween.clear()
    await this.#project.control('DELETE', 'faults', {})
  }

  async strikes(): Promise<number> {
    const { faults } = await this.#project.control<{ faults: { hits: number }[] }>('GET', 'faults')
    return faults.reduce((sum, { hits }) => sum + hits, this.#inBetween.strikes)
  }

  async calls(keyId: string): Promise<OwnerCall[]> {
    return (await this.#project.log(keyId)).flatMap(({ methodName, errorCode, principalEmail }) =>
      Object.values(METHODS).includes(methodName) && principalEmail === ACCOUNT
        ? [{ operation: methodName, requestId: null, ok: errorCode === null, context: null }]
        : [],
    )
  }

  get #inBetween(): GrpcProxy {
    if (this.#proxy === null) throw new Error('not started')
    return this.#proxy
  }
}
