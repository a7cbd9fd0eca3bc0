import { Readable, type Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type DataKey,
  DecryptTransform,
  DoesNotOpenError,
  EncryptTransform,
  type StreamKey,
  StreamReader,
  type StreamSource,
  whenUsable,
} from '@/lib/crypto'
import type { DataContext } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { KeyUse } from './key-use'
import type { Keyring } from './keyring'

/** A stream that stands still is looked at too, so that a stop ends it and wipes its key. */
const LOOK_EVERY_MS = 1_000

/**
 * Encrypts a stream with the active key of its class, for `pipeline` of node:stream. Destroy it when it isn't used.
 * @throws LatchkeyError when the key may not be used; later on, the stream is destroyed with that
 */
export async function encryptStream(keyring: Keyring, context: DataContext): Promise<Transform> {
  const active = await keyring.activeKey(organizationId.parse(context.organization), context.dataClass)
  const key = await keyFor(keyring, context, 'encrypted')(active)
  return watched(new EncryptTransform(key, context), key)
}

/**
 * Decrypts a stream with the key that its header names, for `pipeline` of node:stream. A stop of that key, like
 * anything that does not open, destroys the stream with its error, and `pipeline` then resets the target.
 */
export function decryptStream(keyring: Keyring, context: DataContext): Transform {
  const find = keyFor(keyring, context, 'decrypted')
  const transform = new KeyringDecryptTransform(async (header) => {
    const key = await find(header)
    watched(transform, key)
    return key
  }, context)
  return transform
}

/**
 * Decrypts the plaintext from `start` to before `end` (without one: to its end) of a stream at rest, reading little
 * more than that. `length` is that of the whole plaintext, authenticated. Destroy `plaintext` when it isn't used.
 * @throws LatchkeyError; TypeError for a range that is not within the plaintext
 */
export async function decryptRange(
  keyring: Keyring,
  context: DataContext,
  source: StreamSource,
  { start, end }: { start: number; end?: number },
): Promise<{ length: number; plaintext: Readable }> {
  const reader = await StreamReader.open(keyFor(keyring, context, 'decrypted'), context, source).catch(
    (error) => {
      throw known(error)
    },
  )
  try {
    const plaintext = Readable.from(withKnownErrors(reader.read(start, end)), { objectMode: false })
    plaintext.once('close', () => reader.wipe())
    return { length: reader.length, plaintext: watched(plaintext, reader.key) }
  } catch (error) {
    reader.wipe()
    throw error
  }
}

class KeyringDecryptTransform extends DecryptTransform {
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    super._destroy(error && known(error), done)
  }
}

async function* withKnownErrors(portions: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* portions
  } catch (error) {
    throw known(error as Error)
  }
}

function known(error: Error): Error {
  return error instanceof DoesNotOpenError ? new LatchkeyError('does_not_open') : error
}

/** The key of a stream. It may last longer than a loaded key, which is asked for again as any request would. */
class HeldKey implements StreamKey {
  #use: KeyUse

  constructor(
    use: KeyUse,
    private readonly find: () => Promise<KeyUse>,
  ) {
    this.#use = use
  }

  get key(): DataKey {
    return this.#use.key
  }

  check(): void {
    this.#use.requireUsable()
  }

  async renew(): Promise<void> {
    this.#use = await this.find()
    this.check()
  }
}

/** Finds the key that a stream names in its header, and counts the stream. */
function keyFor(
  keyring: Keyring,
  { organization, dataClass }: DataContext,
  direction: keyof KeyUse['usage'],
) {
  return async ({ commitment }: { commitment: Uint8Array }): Promise<HeldKey> => {
    const find = () => keyring.keyByCommitment(organizationId.parse(organization), dataClass, commitment)
    const use = await find()
    use.countStream(direction)
    return new HeldKey(use, find)
  }
}

function watched<S extends Readable>(stream: S, key: StreamKey): S {
  watch(stream, key).catch((error: Error) => stream.destroy(error))
  return stream
}

async function watch(stream: Readable, key: StreamKey): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY_MS, undefined, { ref: false })
    if (stream.destroyed) return
    await whenUsable(key)
  }
}
