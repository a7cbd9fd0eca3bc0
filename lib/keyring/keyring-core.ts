import { DoesNotOpenError, parseHeader } from '@/lib/crypto'
import type { DataContext, EncryptionCore, ObjectContext, Outcome } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { KeyUse } from './key-use'
import type { Keyring } from './keyring'

/** Where the key of an item comes from. */
interface Source<I> {
  /** the key as far as it is in memory */
  known(item: I): KeyUse | undefined
  /** the key, loaded or proven when it has to be */
  ready(item: I): Promise<KeyUse>
}

/** EncryptionCore where keys may be. Each result is released only if its key is still usable at that moment. */
export function keyringCore(keyring: Keyring): EncryptionCore {
  const { encrypt, encryptObjects } = encrypting(keyring)
  const { decrypt, decryptObjects } = decrypting(keyring)
  return { encrypt, decrypt, encryptObjects, decryptObjects }
}

function encrypting(keyring: Keyring): Pick<EncryptionCore, 'encrypt' | 'encryptObjects'> {
  const active: Source<{ context: ObjectContext }> = {
    known: ({ context }) => keyring.readyKey(context.organization, context.dataClass),
    ready: ({ context }) => keyring.activeKey(organizationId.parse(context.organization), context.dataClass),
  }
  return {
    encrypt: (items) =>
      each(items, active, (key, { context, plaintext, strict }) =>
        strict ? key.encryptStrict(context, plaintext) : key.encrypt(context, plaintext),
      ),
    encryptObjects: (items) =>
      each(items, active, (key, item) => key.encryptObject(item.context, item.fields)),
  }
}

function decrypting(keyring: Keyring): Pick<EncryptionCore, 'decrypt' | 'decryptObjects'> {
  const named = <I extends { context: ObjectContext }>(bytesOf: (item: I) => Uint8Array): Source<I> => ({
    known(item) {
      const { organization, dataClass } = item.context
      return keyring.knownKey(organization, dataClass, parseHeader(bytesOf(item)).commitment)
    },
    ready(item) {
      const { organization, dataClass } = item.context
      const { commitment } = parseHeader(bytesOf(item))
      return keyring.keyByCommitment(organizationId.parse(organization), dataClass, commitment)
    },
  })
  const value = named((item: { context: DataContext; ciphertext: Uint8Array }) => item.ciphertext)
  const object = named((item: { context: ObjectContext; envelope: Uint8Array }) => item.envelope)
  return {
    decrypt: (items) => each(items, value, (key, item) => key.decrypt(item.context, item.ciphertext)),
    decryptObjects: (items: { context: ObjectContext; envelope: Uint8Array; fields?: string[] }[]) =>
      each(items, object, (key, item) => key.decryptObject(item.context, item.envelope, item.fields)),
  }
}

type Done<T> = { ok: true; key: KeyUse; value: T } | { ok: false; error: LatchkeyError }

/** Works item by item; what fails with one item stays with that item. */
async function each<I extends B, B, T>(
  items: I[],
  source: Source<B>,
  work: (key: KeyUse, item: I) => T,
): Promise<Outcome<T>[]> {
  const done = await Promise.all(
    items.map((item) =>
      settled<Done<T>>(
        () => withKey(source.known(item), source, item, (key) => ({ ok: true, key, value: work(key, item) })),
        (error) => ({ ok: false, error }),
      ),
    ),
  )
  return Promise.all(done.map((result, at) => release(result, source, items[at] as I)))
}

/** The last look, right before a result leaves: others in the batch may have had to wait. */
function release<I, T>(result: Done<T>, source: Source<I>, item: I): Outcome<T> | Promise<Outcome<T>> {
  if (!result.ok) return failure(result.error)
  const released = { ok: true as const, value: result.value }
  return settled<Outcome<T>>(
    () =>
      withKey(result.key, source, item, (key) => {
        key.requireUsable()
        return released
      }),
    failure,
  )
}

/** A key may be let go, proven or replaced between two looks at it: then it is asked for again, so many times. */
const TRIES = 3
const ASK_AGAIN: string[] = ['key_not_ready', 'stale_key_version']
const mustAskAgain = (error: unknown) => error instanceof LatchkeyError && ASK_AGAIN.includes(error.code)

/** Does something with a key at the very moment that it is ready; waits only when it is not. */
function withKey<I, T>(
  known: KeyUse | undefined,
  source: Source<I>,
  item: I,
  work: (key: KeyUse) => T,
): T | Promise<T> {
  if (known) {
    try {
      return work(known)
    } catch (error) {
      if (!mustAskAgain(error)) throw error
    }
  }
  return withReadyKey(() => source.ready(item), work)
}

async function withReadyKey<T>(ready: () => Promise<KeyUse>, work: (key: KeyUse) => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const key = await ready()
    try {
      return work(key)
    } catch (error) {
      if (!mustAskAgain(error) || tries === TRIES) throw error
    }
  }
}

/**
 * What came of it, or what its failure becomes; at once when nothing had to be waited for. What nobody expected is
 * always a rejection, so that none of a batch goes unheard.
 */
function settled<T>(work: () => T | Promise<T>, failed: (error: LatchkeyError) => T): T | Promise<T> {
  const onError = (error: unknown) => {
    if (error instanceof LatchkeyError) return failed(error)
    if (error instanceof DoesNotOpenError) return failed(new LatchkeyError('does_not_open'))
    return Promise.reject(error)
  }
  try {
    const result = work()
    return result instanceof Promise ? result.catch(onError) : result
  } catch (error) {
    return onError(error)
  }
}

function failure({ code, message, fix }: LatchkeyError): Outcome<never> {
  return { ok: false, code, message, fix }
}
