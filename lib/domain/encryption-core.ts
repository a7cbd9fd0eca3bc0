import { z } from 'zod'
import { atMost } from './at-most'
import { type DataClass, dataClass } from './data-classes'
import { type ErrorCode, LatchkeyError } from './errors'

/** Where a piece of data lives. It is bound into its ciphertext (AAD) and never stored with it. */
export interface DataContext {
  organization: string
  dataClass: DataClass
  /** id of the row, document or file */
  object: string
  /** name of the field in it */
  field: string
  /** further values that the ciphertext is bound to, in order, such as a connection's host */
  bind?: string[]
}

/** Text that is the same in every encoding: half of a surrogate pair would become another character. */
const wellFormed = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\p{Surrogate}/u.test(text), 'not well-formed Unicode')
const name = (description: string) => wellFormed(200).min(1).meta({ description })

/** Parser of a context that arrives from outside. */
export const dataContext = z.strictObject({
  // The id is bound into ciphertext as text: one spelling of it.
  organization: z.uuid().toLowerCase(),
  dataClass,
  object: name('The id of the row, document or file.'),
  field: name('The name of the field in it.'),
  bind: atMost(
    16,
    z.array(wellFormed(1_000)).max(16).meta({ description: 'Further values it is bound to, in order.' }),
  ).optional(),
}) satisfies z.ZodType<DataContext>

/** Parser of the context of a whole object; its fields are named beside it. */
export const objectContext = dataContext.omit({ field: true })
export type ObjectContext = z.infer<typeof objectContext>

/** What became of one item of a batch. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; code: ErrorCode; message: string; fix: string }

/** The value of an outcome. @throws LatchkeyError what the failed item says */
export function valueOrThrow<T>(outcome: Outcome<T> | undefined): T {
  if (!outcome) throw new LatchkeyError('service_unavailable')
  if (outcome.ok) return outcome.value
  throw new LatchkeyError(outcome.code, { message: outcome.message, fix: outcome.fix })
}

/** A value to be encrypted; `strict` asks for the suite that commits to the context as well as to the key. */
export interface EncryptItem {
  context: DataContext
  plaintext: Uint8Array
  strict?: boolean
}

/** Fields of an object by name. */
export type Fields = Record<string, Uint8Array>

/**
 * The one way to ciphertext. lib/keyring implements it where keys may be, lib/client calls that over HTTP
 * from the program that faces browsers. Batches answer item by item, in order.
 */
export interface EncryptionCore {
  encrypt(items: EncryptItem[]): Promise<Outcome<Uint8Array>[]>
  decrypt(items: { context: DataContext; ciphertext: Uint8Array }[]): Promise<Outcome<Uint8Array>[]>
  /** Encrypts several fields under one object key; the answer is one self-contained envelope. */
  encryptObjects(items: { context: ObjectContext; fields: Fields }[]): Promise<Outcome<Uint8Array>[]>
  /** Opens the named fields of envelopes, all of them when none is named. */
  decryptObjects(
    items: { context: ObjectContext; envelope: Uint8Array; fields?: string[] }[],
  ): Promise<Outcome<Fields>[]>
}

/** Most items in one call. */
export const MAX_BATCH = 1_000

/** Length of the header that names a ciphertext's data key: version, suite, version of the key, commitment. */
export const KEY_HEADER_BYTES = 38
