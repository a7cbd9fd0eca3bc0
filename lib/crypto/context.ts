import { type Bytes, lengthPrefixed, type Part, u32 } from './encoding'
import { DoesNotOpenError } from './errors'
import { beginShort, putShort, putShortCount, shortUntil } from './short-parts'

/** Where an object lives. It is authenticated and never stored: a reader has to know it. */
export interface ObjectContext {
  organization: string
  dataClass: string
  /** The id of the object, for instance of its row. */
  object: string
  /** Further values it is bound to, in a fixed order: changing one of them means that it no longer opens. */
  bind?: readonly string[]
}

/** Where a single value lives. */
export interface ValueContext extends ObjectContext {
  field: string
}

/** The part of an AAD that a key fixes, so that it is encoded once: what stands in front, purpose, organization, class. */
export function contextPrefix(
  front: Uint8Array,
  purpose: string,
  { organization, dataClass }: Pick<ObjectContext, 'organization' | 'dataClass'>,
): Bytes {
  return Buffer.concat([front, lengthPrefixed([purpose, organization, dataClass])])
}

/**
 * A context as AAD: length-prefixed purpose, organization, class (those are the prefix), object, number of bound
 * values, those values, and what the purpose adds (a field's name, a directory). Valid until the next call.
 */
export function encodeContext(prefix: Uint8Array, context: ObjectContext, last: Part): Uint8Array {
  const end = putShort(last, putObject(prefix, context))
  return shortUntil(end) ?? behind(prefix, [...objectParts(context), last])
}

/** The part of a field's AAD that its object fixes: all but the field's name. */
export function objectPrefix(prefix: Uint8Array, context: ObjectContext): Bytes {
  const short = shortUntil(putObject(prefix, context))
  return short ? Buffer.from(short) : behind(prefix, objectParts(context))
}

/** A field's AAD, behind its `objectPrefix`. Valid until the next call. */
export function encodeField(prefix: Uint8Array, name: string): Uint8Array {
  return shortUntil(putShort(name, beginShort(prefix))) ?? behind(prefix, [name])
}

const NONE: readonly string[] = []

const objectParts = ({ object, bind = NONE }: ObjectContext): Part[] => [object, u32(bind.length), ...bind]

const behind = (prefix: Uint8Array, parts: Part[]): Bytes => Buffer.concat([prefix, lengthPrefixed(parts)])

function putObject(prefix: Uint8Array, { object, bind = NONE }: ObjectContext): number {
  let at = putShortCount(bind.length, putShort(object, beginShort(prefix)))
  for (let i = 0; i < bind.length; i++) at = putShort(bind[i], at)
  return at
}

/** A data key, as far as it matters whose it is. */
interface OwnedKey {
  ids: Pick<ObjectContext, 'organization' | 'dataClass'>
}

/** Encrypting with a key of another organization or class is a mistake in the program: TypeError. */
export function requireOwnKey(key: OwnedKey, context: ObjectContext): void {
  if (!isOwnKey(key, context)) throw new TypeError('the key belongs to another organization or class')
}

/** Whoever asks for another organization's data with a key of their own learns only that it does not open. */
export function refuseForeignKey(key: OwnedKey, context: ObjectContext): void {
  if (!isOwnKey(key, context)) throw new DoesNotOpenError()
}

function isOwnKey(key: OwnedKey, { organization, dataClass }: ObjectContext): boolean {
  return key.ids.organization === organization && key.ids.dataClass === dataClass
}
