import type { DataKey } from './data-key'
import { lengthPrefixed, type Part, u32 } from './encoding'
import { DoesNotOpenError } from './errors'

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

/**
 * A context as AAD: length-prefixed purpose, organization, class, object, number of bound values, those values, and
 * what the purpose adds (a field's name, a directory).
 */
export function encodeContext(purpose: string, context: ObjectContext, last: Part): Uint8Array {
  const bind = context.bind ?? []
  const { organization, dataClass, object } = context
  return lengthPrefixed([purpose, organization, dataClass, object, u32(bind.length), ...bind, last])
}

/** Encrypting with a key of another organization or class is a mistake in the program: TypeError. */
export function requireOwnKey(key: DataKey, context: ObjectContext): void {
  if (!isOwnKey(key, context)) throw new TypeError('the key belongs to another organization or class')
}

/** Whoever asks for another organization's data with a key of their own learns only that it does not open. */
export function refuseForeignKey(key: DataKey, context: ObjectContext): void {
  if (!isOwnKey(key, context)) throw new DoesNotOpenError()
}

function isOwnKey(key: DataKey, { organization, dataClass }: ObjectContext): boolean {
  return key.ids.organization === organization && key.ids.dataClass === dataClass
}
