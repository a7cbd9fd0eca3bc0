/**
 * The keyring inside a Node.js service of one's own. Such a service is a key process: it has its own identity at the
 * KMS, a row in the process table, and a login in the role `latchkey_service`; it holds keys for as long as the hard
 * rule allows, proves and renews them, and stops with all others when a key is denied.
 *
 * @example
 * const keyring = await openKeyring({
 *   databaseUrl,
 *   platformRoot: { keyId: 'arn:aws:kms:…' },
 *   regions: { aws: ['eu-central-1'], google: [] },
 *   report: console.error,
 * })
 * const organization = organizationId.parse(tenant.id)
 * const key = await keyring.activeKey(organization, 'secrets_and_credentials')
 * const ciphertext = key.encrypt({ object: row.id, field: 'password' }, Buffer.from('secret'))
 * const opener = await keyring.keyOf(organization, 'secrets_and_credentials', ciphertext)
 * const plaintext = opener.decrypt({ object: row.id, field: 'password' }, ciphertext)
 * await keyring.close()
 * @module
 */
import type { Readable, Transform } from 'node:stream'
import { parseHeader, type StreamSource } from '@/lib/crypto'
import type { DataClass } from '@/lib/domain/data-classes'
import {
  type DataContext,
  type EncryptItem,
  type EncryptionCore,
  type Fields,
  type ObjectContext,
  type Outcome,
  valueOrThrow,
} from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import type { KeyUse, KeyUseIds } from './key-use'
import { keyringCore } from './keyring-core'
import { decryptRange, decryptStream, encryptStream } from './keyring-streams'
import { type KeyProcessOptions, openKeyProcess } from './open'

export { plaintextLength, type StreamSource } from '@/lib/crypto'
export { type DataClass, dataClass } from '@/lib/domain/data-classes'
export type { Fields, Outcome } from '@/lib/domain/encryption-core'
export { LatchkeyError } from '@/lib/domain/errors'
export { type OrganizationId, organizationId } from '@/lib/domain/ids'
export type { CacheLimits } from './key-cache'
export type { KeyUse, ObjectPlace, ValuePlace } from './key-use'
export type { KeyProcessOptions } from './open'
export type { Report } from './report'

/** Where a value lives: of which organization, class, object and field. Bound into the ciphertext, never stored. */
export type ValueContext = DataContext & { organization: OrganizationId }
/** Where a whole object lives. */
export type EnvelopeContext = ObjectContext & { organization: OrganizationId }

/** The keyring as a service uses it. Errors are `LatchkeyError`s with a stable `code`, and misuse is a TypeError. */
export interface OpenKeyring {
  /** @throws LatchkeyError key_denied, key_unreachable, platform_key_unavailable, service_unavailable, not_found */
  encrypt(context: ValueContext, plaintext: Uint8Array, options?: { strict?: boolean }): Promise<Uint8Array>
  /** @throws LatchkeyError does_not_open, and as encrypt */
  decrypt(context: ValueContext, ciphertext: Uint8Array): Promise<Uint8Array>
  /** Encrypts an object's fields into one envelope. @throws LatchkeyError as encrypt */
  encryptObject(context: EnvelopeContext, fields: Fields): Promise<Uint8Array>
  /** Opens the named fields of an envelope, all when none is named. @throws LatchkeyError as decrypt */
  decryptObject(context: EnvelopeContext, envelope: Uint8Array, fields?: string[]): Promise<Fields>

  /** Batches, with a result for each item in order: what fails with one item stays with that item. */
  encryptBatch(items: (EncryptItem & { context: ValueContext })[]): Promise<Outcome<Uint8Array>[]>
  decryptBatch(items: { context: ValueContext; ciphertext: Uint8Array }[]): Promise<Outcome<Uint8Array>[]>
  encryptObjects(items: { context: EnvelopeContext; fields: Fields }[]): Promise<Outcome<Uint8Array>[]>
  decryptObjects(
    items: { context: EnvelopeContext; envelope: Uint8Array; fields?: string[] }[],
  ): Promise<Outcome<Fields>[]>

  /**
   * Files, piece by piece, for `pipeline` of node:stream; see `keyring-streams.ts`. When the key is stopped, they are
   * destroyed with the error, and so is what they were written to. @throws LatchkeyError as encrypt
   */
  encryptStream(context: ValueContext): Promise<Transform>
  decryptStream(context: ValueContext): Transform
  /** A range of a stream's plaintext without the rest of it. @throws LatchkeyError as decrypt */
  decryptRange(
    context: ValueContext,
    source: StreamSource,
    range: { start: number; end?: number },
  ): Promise<{ length: number; plaintext: Readable }>

  /**
   * The key that new data of a class is encrypted with. Await it once for each piece of work (it is a look into memory
   * when it is warm), then encrypt and decrypt synchronously; when it says `key_not_ready` or `stale_key_version`, ask
   * for it again. @throws LatchkeyError as encrypt
   */
  activeKey(organization: OrganizationId, dataClass: DataClass): Promise<KeyUse>
  /** The key that a ciphertext names in its header. @throws LatchkeyError as decrypt */
  keyOf(organization: OrganizationId, dataClass: DataClass, ciphertext: Uint8Array): Promise<KeyUse>

  /** How often each data key was used by this process, since it knows it. */
  usage(): (KeyUseIds & KeyUse['usage'])[]
  /** Whether this process may use keys at all: its lease in the process table is held. */
  inService(): boolean
  /** Wipes every key and leaves the process table. */
  close(): Promise<void>
}

/** Opens the keyring; the process enters the process table and must be closed to leave it at once. */
export async function openKeyring(options: KeyProcessOptions): Promise<OpenKeyring> {
  const { keyring, inService, close } = await openKeyProcess(options)
  const core: EncryptionCore = keyringCore(keyring)
  const first = <T>([outcome]: Outcome<T>[]) => valueOrThrow(outcome)
  return {
    encrypt: async (context, plaintext, options) =>
      first(await core.encrypt([{ context, plaintext, ...options }])),
    decrypt: async (context, ciphertext) => first(await core.decrypt([{ context, ciphertext }])),
    encryptObject: async (context, fields) => first(await core.encryptObjects([{ context, fields }])),
    decryptObject: async (context, envelope, fields) =>
      first(await core.decryptObjects([{ context, envelope, fields }])),
    encryptBatch: core.encrypt,
    decryptBatch: core.decrypt,
    encryptObjects: core.encryptObjects,
    decryptObjects: core.decryptObjects,
    encryptStream: (context) => encryptStream(keyring, context),
    decryptStream: (context) => decryptStream(keyring, context),
    decryptRange: (context, source, range) => decryptRange(keyring, context, source, range),
    activeKey: (organization, dataClass) => keyring.activeKey(organization, dataClass),
    keyOf: async (organization, dataClass, ciphertext) =>
      keyring.keyByCommitment(organization, dataClass, commitmentOf(ciphertext)),
    usage: () => keyring.usage(),
    inService,
    close,
  }
}

function commitmentOf(ciphertext: Uint8Array): Uint8Array {
  try {
    return parseHeader(ciphertext).commitment
  } catch (error) {
    if (error instanceof TypeError) throw error
    throw new LatchkeyError('does_not_open')
  }
}
