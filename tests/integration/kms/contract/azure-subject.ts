import { RootKeys } from '@/lib/kms'
import type { HiddenFact } from '@/lib/kms/root-key'
import {
  AzureCloud,
  CLIENT,
  IDENTITY,
  keyOf,
  OTHER_CLIENT,
  SECRET,
  TENANT,
  VAULTS,
} from '../../../support/azure-cloud'
import type {
  Ability,
  Act,
  Connection,
  ConnectOptions,
  ContractFault,
  ContractSubject,
  FaultKind,
  OwnerCall,
  PortCall,
} from './subject'

const OPERATIONS: Record<PortCall, string> = { wrap: 'KeyWrap', unwrap: 'KeyUnwrap', describe: 'KeyGet' }
const OFFICERS = { vault: 'Key Vault Crypto Officer', managed_hsm: 'Managed HSM Crypto User' } as const
const PAST = '2020-01-01T00:00:00Z'
const FUTURE = '2999-01-01T00:00:00Z'
const DAY_MS = 86_400_000

const FAULTS: Record<FaultKind, string> = {
  timeout: 'timeout',
  slow: 'slow',
  reset: 'reset',
  http500: 'http500',
  throttle: 'throttle',
  refuse: 'deny',
  truncated: 'truncated',
  html: 'bad-gateway',
  garbage: 'html',
  empty: 'empty',
  oversized: 'huge',
  wrongLength: 'wrong-length',
  wrongAnswer: 'wrong-answer',
  bitFlip: 'bit-flip',
  otherKey: 'wrong-key',
}

const COMMON: Partial<Record<Ability, string>> = {
  loseMaterial: 'a key of Azure can’t lose what was imported into it',
  cutOff: 'no vault is cut off from where its keys lie',
  'show the context in the log': 'a wrap of Azure takes no context, so that it is bound outside',
  'hide purge_protection': 'Azure says it with every key',
}
const CANNOT = {
  vault: { ...COMMON, 'make 201 versions': 'RSA keys take too long to make; the Managed HSM shows it' },
  managed_hsm: {
    ...COMMON,
    denyWrap: 'the roles of a Managed HSM give both or neither',
    denyUnwrap: 'the roles of a Managed HSM give both or neither',
    'hide versions': 'the roles of a Managed HSM that read a key list its versions',
  },
}

/** Azure Key Vault or a Managed HSM: the simulator, which can spoil each answer by itself. */
export class AzureSubject implements ContractSubject {
  readonly name: string
  readonly provider = 'azure'
  readonly organizations = {
    own: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
    other: '00000000-0000-4000-8000-000000000000',
  }
  readonly unspeakable = ['not authorized', 'Caller', 'was not found in', SECRET, TENANT, CLIENT]
  readonly cannot: Partial<Record<Ability, string>>
  readonly #kind: keyof typeof VAULTS
  readonly #cloud = new AzureCloud()

  constructor(kind: keyof typeof VAULTS) {
    this.name = kind === 'vault' ? 'Azure Key Vault' : 'Azure Managed HSM'
    this.cannot = CANNOT[kind]
    this.#kind = kind
  }

  start(): Promise<void> {
    return this.#cloud.start()
  }

  stop(): Promise<void> {
    return this.#cloud.stop()
  }

  connect({ organization = 'own', closedPort = false, ...limits }: ConnectOptions = {}): Connection {
    const { port, authority } = this.#cloud.loopback
    const loopback = { port: closedPort ? 1 : port, authority }
    const azure = { loopback, proofOf: () => ({ clientSecret: SECRET }), ...limits }
    const rootKeys = new RootKeys({ aws: {}, azure })
    const clientId = organization === 'own' ? CLIENT : OTHER_CLIENT
    return {
      rootKey: (keyId) => rootKeys.azure(keyOf(keyId), { ...IDENTITY, clientId }),
      close: () => rootKeys.close(),
    }
  }

  createKey(): Promise<string> {
    return this.#createKey({})
  }

  createUnfitKey(): Promise<string> {
    return this.#createKey({ kty: 'EC' })
  }

  async absentKeyId(): Promise<string> {
    return `${await this.createKey()}x`
  }

  async take(act: Act, keyId: string): Promise<void> {
    const cloud = this.#cloud
    const ways: Partial<Record<Act, () => Promise<void>>> = {
      disable: () => cloud.atKey(keyId, 'disable'),
      deny: () => cloud.unassign(keyId),
      denyWrap: () => this.#permit(keyId, ['get', 'list', 'unwrapKey', 'getRotationPolicy']),
      denyUnwrap: () => this.#permit(keyId, ['get', 'list', 'wrapKey', 'getRotationPolicy']),
      scheduleDeletion: () => cloud.atKey(keyId, 'delete'),
      destroy: async () => {
        await cloud.atKey(keyId, 'delete')
        await cloud.control('POST', 'clock', { offsetMs: 91 * DAY_MS })
        await cloud.control('POST', 'clock', { offsetMs: 0 })
      },
      expire: () => cloud.atKey(keyId, 'attributes', { expires: PAST }),
      notYet: () => cloud.atKey(keyId, 'attributes', { notBefore: FUTURE }),
    }
    await ways[act]?.()
  }

  async giveBack(act: Act, keyId: string): Promise<void> {
    const cloud = this.#cloud
    if (act === 'disable') await cloud.atKey(keyId, 'enable')
    if (act === 'deny') await this.#grant(keyId)
    if (act === 'denyWrap' || act === 'denyUnwrap') await cloud.setVault(keyId, { accessModel: 'rbac' })
    if (act === 'scheduleDeletion') await cloud.atKey(keyId, 'recover')
    if (act === 'expire' || act === 'notYet')
      await cloud.atKey(keyId, 'attributes', { notBefore: null, expires: null })
  }

  async rotate(keyId: string): Promise<void> {
    await this.#cloud.atKey(keyId, 'rotate')
  }

  async hide(fact: HiddenFact, keyId: string): Promise<void> {
    if (fact === 'versions') return await this.#permit(keyId, ['get', 'wrapKey', 'unwrapKey'])
    await this.#cloud.unassign(keyId)
    await this.#cloud.assign(keyId, VAULTS[this.#kind].role)
  }

  async setFault({ kind, keyId, at, delayMs, count }: ContractFault): Promise<void> {
    const fault = { kind: FAULTS[kind], key: keyId, operation: OPERATIONS[at], delayMs, count }
    await this.#cloud.setFault(fault)
  }

  /** And the vault goes by roles again, whatever a case had it go by. */
  async clearFaults(): Promise<void> {
    await this.#cloud.clearFaults()
    await this.#cloud.control('POST', `vaults/${VAULTS[this.#kind].name}`, { accessModel: 'rbac' })
  }

  async strikes(): Promise<number> {
    const { faults } = await this.#cloud.control<{ faults: { hits: number }[] }>('GET', 'faults')
    return faults.reduce((sum, { hits }) => sum + hits, 0)
  }

  async calls(keyId: string): Promise<OwnerCall[]> {
    return (await this.#cloud.log(keyId)).map(({ operationName, requestId, errorCode }) => ({
      operation: operationName,
      requestId,
      ok: errorCode === null,
      context: null,
    }))
  }

  async #createKey(given: object): Promise<string> {
    const keyId = await this.#cloud.createKey({ kind: this.#kind, granted: false, ...given })
    await this.#grant(keyId)
    return keyId
  }

  /** To use it, and to read its rotation policy too. */
  async #grant(keyId: string): Promise<void> {
    await this.#cloud.assign(keyId, OFFICERS[this.#kind])
  }

  /** For every key of the vault, until it goes by roles again. */
  async #permit(keyId: string, permissions: string[]): Promise<void> {
    const { vaultName } = keyOf(keyId)
    await this.#cloud.control('PUT', `vaults/${vaultName}/policies/${CLIENT}`, { permissions })
    await this.#cloud.setVault(keyId, { accessModel: 'policy' })
  }
}
