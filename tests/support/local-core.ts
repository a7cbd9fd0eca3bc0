import {
  DataKey,
  DoesNotOpenError,
  decryptObject,
  decryptValue,
  encryptObject,
  encryptValue,
  parseHeader,
} from '@/lib/crypto'
import type { DataClass } from '@/lib/domain/data-classes'
import type { EncryptionCore, Fields, Outcome } from '@/lib/domain/encryption-core'
import { ERROR_KINDS, type ErrorCode } from '@/lib/domain/errors'

/** An EncryptionCore that really encrypts, with data keys of its own in this process. For tests alone. */
export interface LocalCore extends EncryptionCore {
  /** Makes a new version the active one of a class, as a rotation does. */
  rotate(organization: string, dataClass: DataClass): number
  /** Has every item of these classes fail, as a denied key does; `null` ends it. */
  refuse(code: ErrorCode | null, ...classes: DataClass[]): void
  /** How many items were asked for so far, by operation. */
  readonly asked: { encrypt: number; decrypt: number }
}

interface Where {
  organization: string
  dataClass: DataClass
}

/** Makes a core with no keys; each class of each organization gets its first at the first use. */
export function localCore(): LocalCore {
  const keys = new Map<string, DataKey[]>()
  const refused = new Map<DataClass, ErrorCode>()
  const asked = { encrypt: 0, decrypt: 0 }

  const versionsOf = (where: Where): DataKey[] => {
    const name = `${where.organization} ${where.dataClass}`
    const known = keys.get(name) ?? [makeKey(where, 1)]
    keys.set(name, known)
    return known
  }
  const active = (where: Where) => required(versionsOf(where).at(-1))
  const behind = (where: Where, sealed: Uint8Array) =>
    required(versionsOf(where)[parseHeader(sealed).keyVersion - 1])

  function each<I extends { context: Where }, T>(
    items: I[],
    operation: keyof typeof asked,
    work: (item: I) => T,
  ) {
    asked[operation] += items.length
    return Promise.resolve(
      items.map((item): Outcome<T> => {
        const code = refused.get(item.context.dataClass)
        return code ? failed(code) : attempt(() => work(item))
      }),
    )
  }

  return {
    asked,
    encrypt: (items) =>
      each(items, 'encrypt', ({ context, plaintext }) => encryptValue(active(context), context, plaintext)),
    decrypt: (items) =>
      each(items, 'decrypt', ({ context, ciphertext }) =>
        decryptValue(behind(context, ciphertext), context, ciphertext),
      ),
    encryptObjects: (items) =>
      each(items, 'encrypt', ({ context, fields }) => encryptObject(active(context), context, fields)),
    decryptObjects: (items) =>
      each(items, 'decrypt', ({ context, envelope, fields }) =>
        only(decryptObject(behind(context, envelope), context, envelope), fields),
      ),
    rotate(organization, dataClass) {
      const versions = versionsOf({ organization, dataClass })
      return versions.push(makeKey({ organization, dataClass }, versions.length + 1))
    },
    refuse(code, ...classes) {
      for (const name of classes) code ? refused.set(name, code) : refused.delete(name)
    },
  }
}

const makeKey = (where: Where, version: number) =>
  new DataKey(crypto.getRandomValues(new Uint8Array(32)), { ...where, version })

const only = (all: Fields, names: string[] | undefined): Fields =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names === undefined || names.includes(name)))

function attempt<T>(work: () => T): Outcome<T> {
  try {
    return { ok: true, value: work() }
  } catch (error) {
    if (error instanceof DoesNotOpenError) return failed('does_not_open')
    throw error
  }
}

function failed(code: ErrorCode): Outcome<never> {
  return { ok: false, code, message: ERROR_KINDS[code].message, fix: ERROR_KINDS[code].fix }
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new DoesNotOpenError()
  return value
}
