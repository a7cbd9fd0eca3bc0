import { setTimeout as sleep } from 'node:timers/promises'
import { RootKeys } from '@/lib/kms'
import type { HiddenFact } from '@/lib/kms/root-key'
import { answering, changing, FaultProxy, type Meddle, passOn, refusing } from '@/rel/keys/fault-proxy'
import { afterHeaders, anotherKey, flip } from '@/rel/keys/meddling'
import {
  AwsAccount,
  arnOf,
  credentials,
  ORGANIZATION,
  POLICY,
  PRINCIPAL,
  policyWithout,
} from '../../../support/aws-account'
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

const OPERATIONS: Record<PortCall, string> = { wrap: 'Encrypt', unwrap: 'Decrypt', describe: 'DescribeKey' }
const JSON_TYPE = 'application/x-amz-json-1.1'
const DAY_MS = 86_400_000

const without = (action: string) => policyWithout(`"kms:${action}"`, '"kms:Verify"')
/** The statement of the account itself is the first. */
const granted = JSON.parse(POLICY)
const NO_GRANT = JSON.stringify({ ...granted, Statement: granted.Statement.slice(0, 1) })

const plaintext = (change: (bytes: Buffer) => Buffer): Meddle =>
  changing(({ Plaintext, ...fields }) => ({
    ...fields,
    Plaintext: change(Buffer.from(String(Plaintext), 'base64')).toString('base64'),
  }))

/** AWS KMS: the simulator, with somebody between it and us who can spoil each answer. */
export class AwsSubject implements ContractSubject {
  readonly name = 'AWS KMS'
  readonly provider = 'aws'
  readonly organizations = { own: ORGANIZATION, other: '00000000-0000-4000-8000-000000000000' }
  readonly unspeakable = [
    'not authorized',
    'resource-based policy',
    'said by a fault',
    PRINCIPAL,
    credentials.accessKeyId,
    credentials.secretAccessKey,
  ]
  readonly cannot = {
    expire: 'a key of AWS has no last day; imported material that expires is missing then',
    notYet: 'a key of AWS has no first day',
    'list versions': 'AWS lists no rotations across accounts',
    'make 201 versions': 'AWS lists no rotations across accounts',
    'hide versions': 'AWS lists no rotations across accounts, so that they are always hidden',
    'hide purge_protection': 'every deletion of AWS waits for a week at least',
    'find a changed share while it unwraps':
      'Decrypt comes without a checksum; the commitment of the master key finds it',
  }
  readonly endsOtherwise = {
    // AWS tells no stranger whether a key has ever been there.
    destroy: { unwrap: 'DENIED', wrap: 'DENIED', describe: 'DENIED' },
  } as const
  readonly #account = new AwsAccount()
  #proxy: FaultProxy | null = null

  async start(): Promise<void> {
    await this.#account.start()
    this.#proxy = await FaultProxy.before(this.#account.url)
  }

  async stop(): Promise<void> {
    await this.#proxy?.close()
    await this.#account.stop()
  }

  connect({ attemptTimeoutMs, totalTimeoutMs, closedPort = false }: ConnectOptions = {}): Connection {
    const endpoint = `http://127.0.0.1:${closedPort ? 1 : this.#inBetween.port}`
    const limits = {
      ...(attemptTimeoutMs === undefined ? {} : { attemptTimeoutMs }),
      ...(totalTimeoutMs === undefined ? {} : { totalTimeoutMs }),
    }
    const rootKeys = new RootKeys({ aws: { endpoint, credentials, ...limits } })
    return { rootKey: (keyId) => rootKeys.aws(arnOf(keyId)), close: () => rootKeys.close() }
  }

  createKey(): Promise<string> {
    return this.#account.createKey()
  }

  createUnfitKey(): Promise<string> {
    return this.#account.createKey({ spec: 'RSA_2048' })
  }

  async absentKeyId(): Promise<string> {
    return (await this.createKey()).replace(/.{12}$/, '000000000000')
  }

  async take(act: Act, keyId: string): Promise<void> {
    const account = this.#account
    const ways: Partial<Record<Act, () => Promise<void>>> = {
      disable: () => account.atKey(keyId, 'disable'),
      deny: () => account.setPolicy(keyId, NO_GRANT),
      denyWrap: () => account.setPolicy(keyId, without('Encrypt')),
      denyUnwrap: () => account.setPolicy(keyId, without('Decrypt')),
      scheduleDeletion: () => account.atKey(keyId, 'schedule-deletion'),
      destroy: async () => {
        await account.atKey(keyId, 'schedule-deletion', { pendingWindowInDays: 7 })
        await account.control('POST', 'clock', { offsetMs: 8 * DAY_MS })
        await account.control('POST', 'clock', { offsetMs: 0 })
      },
      loseMaterial: () => account.atKey(keyId, 'state', { state: 'PendingImport' }),
      cutOff: () => account.atKey(keyId, 'state', { state: 'Unavailable' }),
    }
    await ways[act]?.()
  }

  async giveBack(act: Act, keyId: string): Promise<void> {
    if (act.startsWith('deny')) return await this.#account.setPolicy(keyId, POLICY)
    if (act === 'scheduleDeletion') await this.#account.atKey(keyId, 'cancel-deletion')
    if (act === 'loseMaterial') await this.#account.atKey(keyId, 'state', { state: 'Enabled' })
    else await this.#account.atKey(keyId, 'enable')
  }

  async rotate(keyId: string): Promise<void> {
    await this.#account.atKey(keyId, 'rotate')
  }

  async hide(_fact: HiddenFact, keyId: string): Promise<void> {
    await this.#account.setPolicy(keyId, without('GetKeyRotationStatus'))
  }

  async setFault({ kind, at, delayMs = 0, count }: ContractFault): Promise<void> {
    const faulty = kind === 'slow' ? slow(delayMs) : MEDDLES[kind]
    let left = count ?? Number.POSITIVE_INFINITY
    this.#inBetween.forget()
    this.#inBetween.meddle(OPERATIONS[at], (exchange) => {
      left -= 1
      return left >= 0 ? faulty(exchange) : passOn(exchange)
    })
  }

  async clearFaults(): Promise<void> {
    for (const operation of Object.values(OPERATIONS)) this.#inBetween.meddle(operation, passOn)
    this.#inBetween.forget()
  }

  async strikes(): Promise<number> {
    const counts = Object.values(OPERATIONS).map((operation) => this.#inBetween.count(operation))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  async calls(keyId: string): Promise<OwnerCall[]> {
    return (await this.#account.log(keyId)).flatMap(
      ({ eventName, requestId, errorCode, encryptionContext }) =>
        Object.values(OPERATIONS).includes(eventName)
          ? [{ operation: eventName, requestId, ok: errorCode === null, context: encryptionContext }]
          : [],
    )
  }

  get #inBetween(): FaultProxy {
    if (this.#proxy === null) throw new Error('not started')
    return this.#proxy
  }
}

const slow =
  (delayMs: number): Meddle =>
  async (exchange) => {
    const left = new AbortController()
    exchange.response.once('close', () => left.abort())
    await sleep(delayMs, undefined, { signal: left.signal })
    await passOn(exchange)
  }

const MEDDLES: Record<Exclude<FaultKind, 'slow'>, Meddle> = {
  timeout: () => undefined,
  reset: ({ response }) => response.socket?.resetAndDestroy(),
  http500: refusing('KMSInternalException', 500),
  throttle: refusing('ThrottlingException'),
  refuse: refusing('AccessDeniedException'),
  truncated: afterHeaders((write, cutOff) => {
    write('{"KeyId":')
    setTimeout(cutOff, 20)
  }),
  html: answering(502, 'text/html', '<!doctype html><h1>Bad Gateway</h1>'),
  garbage: answering(200, JSON_TYPE, '{"KeyId":"arn:aws'),
  empty: answering(200, JSON_TYPE, ''),
  oversized: answering(200, JSON_TYPE, Buffer.alloc(20 * 2 ** 20, 0x20)),
  wrongLength: plaintext((bytes) => bytes.subarray(1)),
  wrongAnswer: plaintext((bytes) => bytes.map((byte) => byte ^ 0x5a) as Buffer),
  bitFlip: changing(({ Plaintext, ...fields }) => ({ ...fields, Plaintext: flip(Plaintext) })),
  otherKey: changing(anotherKey),
}
