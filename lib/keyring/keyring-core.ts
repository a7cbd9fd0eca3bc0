import {
  DoesNotOpenError,
  decryptObject,
  decryptObjectField,
  decryptValue,
  encryptObject,
  encryptValue,
  KeyWipedError,
  parseHeader,
} from '@/lib/crypto'
import type { EncryptionCore, Fields, ObjectContext, Outcome } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { Keyring } from './keyring'
import type { KeyUse } from './organization-keys'

/** EncryptionCore where keys may be. Each result is released only if its key is still usable at that moment. */
export function keyringCore(keyring: Keyring): EncryptionCore {
  const activeKey = ({ organization, dataClass }: ObjectContext) =>
    keyring.activeKey(organizationId.parse(organization), dataClass)
  const keyOf = ({ organization, dataClass }: ObjectContext, ciphertext: Uint8Array) =>
    keyring.keyByCommitment(organizationId.parse(organization), dataClass, parseHeader(ciphertext).commitment)

  return {
    encrypt: (items) =>
      eachWith(
        items,
        ({ context }) => activeKey(context),
        ({ key }, { context, plaintext }) => encryptValue(key, context, plaintext),
      ),
    decrypt: (items) =>
      eachWith(
        items,
        ({ context, ciphertext }) => keyOf(context, ciphertext),
        ({ key }, { context, ciphertext }) => decryptValue(key, context, ciphertext),
      ),
    encryptObjects: (items) =>
      eachWith(
        items,
        ({ context }) => activeKey(context),
        ({ key }, { context, fields }) => encryptObject(key, context, fields),
      ),
    decryptObjects: (items) =>
      eachWith(
        items,
        ({ context, envelope }) => keyOf(context, envelope),
        ({ key }, { context, envelope, fields }): Fields =>
          fields
            ? Object.fromEntries(
                fields.map((name) => [name, decryptObjectField(key, context, envelope, name)]),
              )
            : decryptObject(key, context, envelope),
      ),
  }
}

/** Works item by item, in order; what fails with one item stays with that item. */
async function eachWith<I, T>(
  items: I[],
  use: (item: I) => Promise<KeyUse>,
  work: (use: KeyUse, item: I) => T,
): Promise<Outcome<T>[]> {
  const done: { use: KeyUse; value: T }[] = []
  const outcomes: (Outcome<T> | number)[] = []
  for (const item of items) {
    try {
      const held = await use(item)
      held.requireUsable()
      outcomes.push(done.push({ use: held, value: workOnce(held, item, work) }) - 1)
    } catch (error) {
      outcomes.push(failureOf(error))
    }
  }
  return outcomes.map((outcome) => (typeof outcome === 'number' ? release(done[outcome]) : outcome))
}

function workOnce<I, T>(use: KeyUse, item: I, work: (use: KeyUse, item: I) => T): T {
  try {
    return work(use, item)
  } catch (error) {
    // Wiped in this very moment: the rule says why, or else the caller may simply ask again.
    if (error instanceof KeyWipedError) use.requireUsable()
    throw error
  }
}

/** The last check, right before a result leaves. */
function release<T>(result: { use: KeyUse; value: T } | undefined): Outcome<T> {
  if (!result) return failureOf(new LatchkeyError('internal'))
  try {
    result.use.requireUsable()
    return { ok: true, value: result.value }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): Outcome<never> {
  const known = error instanceof LatchkeyError ? error : toKnown(error)
  return { ok: false, code: known.code, message: known.message, fix: known.fix }
}

function toKnown(error: unknown): LatchkeyError {
  if (error instanceof DoesNotOpenError) return new LatchkeyError('does_not_open')
  if (error instanceof KeyWipedError) return new LatchkeyError('conflict')
  throw error
}
