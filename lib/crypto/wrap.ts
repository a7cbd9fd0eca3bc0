import { type Bytes, lengthPrefixed, requireBytes, u32 } from './encoding'
import { DoesNotOpenError } from './errors'
import { encodeHeader, SUITES } from './header'
import { type MasterKey, wrapKeyOf } from './master-key'
import { pooledRandom, type RandomSource } from './random'
import { openUnder, type SealingKey, sealUnder } from './sealed'

/** Which data key it is that is wrapped. */
export interface WrapContext {
  organization: string
  dataClass: string
  /** The data key's version, from 1 on. */
  version: number
  /** From 1 on; a rekeyed version keeps its number and gets the next generation. */
  generation: number
}

/**
 * Wraps the 32 bytes of a data key under a master key: a value of the default suite (110 bytes) whose header names
 * the master key by version and commitment. Bound to the data key's ids and all of the master key's.
 * Throws TypeError on misuse, another organization's master key included.
 */
export function wrapKey(parent: MasterKey, context: WrapContext, key: Uint8Array): Bytes {
  return wrapKeyWith(pooledRandom, parent, context, key)
}

/** Internal: `wrapKey` with its nonce from elsewhere, for the frozen vectors. */
export function wrapKeyWith(
  random: RandomSource,
  parent: MasterKey,
  context: WrapContext,
  key: Uint8Array,
): Bytes {
  requireBytes(key, 'key', 32)
  if (parent.ids.organization !== context.organization) {
    throw new TypeError('the master key belongs to another organization')
  }
  const wrapping = wrappingKey(parent)
  return sealUnder(wrapping, wrapAad(wrapping, parent, context), key, random)
}

/** The reverse of `wrapKey`: 32 bytes, the caller's to wipe. Throws `DoesNotOpenError`. */
export function unwrapKey(parent: MasterKey, context: WrapContext, wrapped: Uint8Array): Uint8Array {
  requireBytes(wrapped, 'wrapped')
  if (parent.ids.organization !== context.organization) throw new DoesNotOpenError()
  const wrapping = wrappingKey(parent)
  const key = openUnder(wrapping, wrapAad(wrapping, parent, context), wrapped)
  if (key.length !== 32) throw new DoesNotOpenError()
  return key
}

function wrappingKey(parent: MasterKey): SealingKey {
  const { ids, commitment } = parent
  return {
    xaes: wrapKeyOf(parent),
    header: encodeHeader({ suite: SUITES.value, keyVersion: ids.version, commitment }),
  }
}

function wrapAad({ header }: SealingKey, parent: MasterKey, context: WrapContext): Uint8Array {
  const { id, mode, scope, region, version } = parent.ids
  const parts = lengthPrefixed([
    'data-key',
    context.organization,
    context.dataClass,
    u32(context.version),
    u32(context.generation),
    id,
    mode,
    scope,
    region,
    u32(version),
  ])
  return Buffer.concat([header, parts])
}
