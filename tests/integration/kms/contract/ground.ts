import { randomUUID } from 'node:crypto'
import { it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { KmsError, type RootKey, type StoredWrap, type WrapContext } from '@/lib/kms'
import type { Ability, Connection, ConnectOptions, ContractSubject, OwnerCall } from './subject'

/** What every case of the contract stands on: the subject, its connections, and how cases are told. */
export class Ground {
  readonly subject: ContractSubject
  readonly told = { cases: 0, skipped: 0, reasons: new Set<Ability>() }
  readonly #connections: Connection[] = []
  #usual: Promise<Connection> | null = null

  constructor(subject: ContractSubject) {
    this.subject = subject
  }

  /** Tries something, or says by name why this subject can't. */
  case(name: string, needs: Ability[], run: () => Promise<void>): void {
    this.told.cases += 1
    const missing = needs.filter((ability) => this.subject.cannot[ability] !== undefined)
    if (missing.length === 0) return void it(name, run)
    for (const ability of missing) this.told.reasons.add(ability)
    this.told.skipped += 1
    const why = missing.map((ability) => this.subject.cannot[ability]).join('; ')
    it.skip(`${name} [skipped: ${why}]`, run)
  }

  async connect(options: ConnectOptions = {}): Promise<Connection> {
    const connection = this.subject.connect(options)
    this.#connections.push(connection)
    await connection.ready?.()
    return connection
  }

  /** The key by a connection that is made for one case. */
  async connected(keyId: string, options: ConnectOptions = {}): Promise<RootKey> {
    return (await this.connect(options)).rootKey(keyId)
  }

  async rootKey(keyId: string): Promise<RootKey> {
    this.#usual ??= this.connect()
    return (await this.#usual).rootKey(keyId)
  }

  /** A new key with a share wrapped under it. */
  async wrapped() {
    const keyId = await this.subject.createKey()
    const rootKey = await this.rootKey(keyId)
    const share = randomKey()
    const context = this.context()
    const wrap = await rootKey.wrap(share, context)
    const unwrap = (changes: Partial<StoredWrap> = {}) => rootKey.unwrap({ ...wrap, ...changes }, context)
    return { keyId, rootKey, share, context, wrap, unwrap }
  }

  /** What a share is bound to, with a fresh id. */
  context(changes: Partial<WrapContext> = {}): WrapContext {
    const fixed = { scope: 'all-customer-classes', region: 'global', purpose: 'customer-share' as const }
    return { ...fixed, organization: this.subject.organizations.own, share: randomUUID(), ...changes }
  }

  /** The calls that the owner's log has of a key since `before` of them were there. */
  async callsSince(keyId: string, before: number): Promise<OwnerCall[]> {
    return (await this.subject.calls(keyId)).slice(before)
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections.splice(0)) await connection.close()
    await this.subject.stop()
  }
}

/** The `KmsError` that a call ends in; anything else is a failure of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<KmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KmsError)) throw new Error(`not a KmsError: ${String(error)}`)
  return error
}

/** How a call ended, as a class. */
export async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof KmsError ? error.outcome : `not a KmsError: ${String(error)}`),
  )
}

/** What the bytes are, to compare with `toBe`. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
