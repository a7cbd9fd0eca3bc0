/** A key in an HSM, taken apart. At least one of `token` and `serial`, and of `object` and `id`, is there. */
export interface Pkcs11Key {
  /** Its one spelling: attributes in a fixed order, escaped where they have to be. */
  uri: string
  /** The token's label. */
  token: string | null
  /** The token's serial number. */
  serial: string | null
  /** The key's label. */
  object: string | null
  /** The key's id (CKA_ID) in hexadecimal digits. */
  id: string | null
}

/** Why the URI of a key is refused, each with its sentence. */
export const PKCS11_REFUSALS = {
  empty: 'Give the URI of the key. It looks like pkcs11:token=latchkey;object=platform-root.',
  whitespace: 'There is a space or a line break inside the URI. A space in a name is written %20.',
  not_a_uri:
    'This is not the URI of a key in an HSM. It looks like pkcs11:token=latchkey;object=platform-root.',
  pin: 'A PIN must not be in the URI, because the URI is stored and shown. Set LATCHKEY_PKCS11_PIN instead.',
  query: 'Nothing may follow a question mark in the URI. The module’s path is set as LATCHKEY_PKCS11_MODULE.',
  wrong_escape: 'There is a % in the URI that two hexadecimal digits of valid text do not follow.',
  wrong_character:
    'There is a character in the URI that has to be escaped with % and two hexadecimal digits.',
  unknown_attribute:
    'There is something in the URI that is not understood here: token, serial, object, id and type are.',
  repeated_attribute: 'Something stands in the URI twice.',
  empty_attribute: 'Something in the URI has no value.',
  too_long: 'A name in the URI is longer than an HSM can hold.',
  wrong_type: 'The key has to be a secret key: leave type out, or write type=secret-key.',
  no_token: 'The URI does not say in which token the key is. Add token= with the token’s label, or serial=.',
  no_object: 'The URI does not say which key it is. Add object= with the key’s label, or id=.',
} as const

export type Pkcs11Refusal = keyof typeof PKCS11_REFUSALS

export type ParsedPkcs11Uri =
  | { ok: true; key: Pkcs11Key }
  | { ok: false; code: Pkcs11Refusal; message: string }

const MAX_LENGTH = 1_000
/** In bytes; PKCS #11 gives labels of tokens 32 and serial numbers 16, and leaves the other two to the HSM. */
const MAX_BYTES = { token: 32, serial: 16, object: 128, id: 64, type: 16 }
type Attribute = keyof typeof MAX_BYTES

/** What may stand in a value as it is (RFC 7512, pk11-path-res-avail), beside escapes. */
const VALUE = /^(?:[A-Za-z0-9\-._~:[\]@!$'()*+,=&]|%[0-9A-Fa-f]{2})*$/

/**
 * Reads the URI of a key in an HSM (RFC 7512): token or serial, object or id, nothing that is not understood, and
 * never a PIN. Space before and after it is forgiven, nothing else.
 */
export function parsePkcs11Uri(pasted: string): ParsedPkcs11Uri {
  const text = pasted.trim()
  const refusal = refusalOfShape(text)
  if (refusal !== null) return refused(refusal)
  const values = new Map<Attribute, Uint8Array>()
  for (const part of text.slice('pkcs11:'.length).split(';')) {
    const wrong = readAttribute(part, values)
    if (wrong !== null) return refused(wrong)
  }
  return keyFrom(values)
}

function refusalOfShape(text: string): Pkcs11Refusal | null {
  if (text === '') return 'empty'
  if (!text.startsWith('pkcs11:') || text.length > MAX_LENGTH) return 'not_a_uri'
  if (/pin-(value|source)/i.test(text)) return 'pin'
  if (/\s/.test(text)) return 'whitespace'
  return text.includes('?') || text.includes('#') ? 'query' : null
}

/** Reads `name=value` into `values`; returns why it is refused, or null. */
function readAttribute(part: string, values: Map<Attribute, Uint8Array>): Pkcs11Refusal | null {
  const equals = part.indexOf('=')
  const name = equals < 0 ? part : part.slice(0, equals)
  if (!isAttribute(name)) return 'unknown_attribute'
  if (values.has(name)) return 'repeated_attribute'
  const value = part.slice(equals + 1)
  if (equals < 0 || value === '') return 'empty_attribute'
  if (!VALUE.test(value))
    return value.includes('%') && !/%[0-9A-Fa-f]{2}/.test(value) ? 'wrong_escape' : 'wrong_character'
  const bytes = unescaped(value)
  if (bytes.length > MAX_BYTES[name]) return 'too_long'
  values.set(name, bytes)
  return null
}

function keyFrom(values: ReadonlyMap<Attribute, Uint8Array>): ParsedPkcs11Uri {
  const texts = new Map<Attribute, string>()
  for (const [name, bytes] of values) {
    const text = name === 'id' ? hexOf(bytes) : textOf(bytes)
    if (text === null) return refused('wrong_escape')
    texts.set(name, text)
  }
  if (texts.has('type') && texts.get('type') !== 'secret-key') return refused('wrong_type')
  const [token, serial, object, id] = (['token', 'serial', 'object', 'id'] as const).map(
    (name) => texts.get(name) ?? null,
  ) as [string | null, string | null, string | null, string | null]
  if (token === null && serial === null) return refused('no_token')
  if (object === null && id === null) return refused('no_object')
  const spelled = [
    token !== null && `token=${escaped(token)}`,
    serial !== null && `serial=${escaped(serial)}`,
    object !== null && `object=${escaped(object)}`,
    id !== null && `id=${id.replace(/../g, '%$&')}`,
  ].filter((part) => part !== false)
  return { ok: true, key: { uri: `pkcs11:${spelled.join(';')}`, token, serial, object, id } }
}

const isAttribute = (name: string): name is Attribute => Object.hasOwn(MAX_BYTES, name)

const unescaped = (value: string): Uint8Array =>
  Uint8Array.from(value.match(/%..|./g) ?? [], (one) =>
    one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0),
  )

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** null for bytes that are no text, or hold what no label should: control characters, or blanks at its end. */
function textOf(bytes: Uint8Array): string | null {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
  return /\p{Cc}|\p{Cf}|^\s|\s$/u.test(text) ? null : text
}

/** `encodeURIComponent` leaves what RFC 7512 allows, too, but for these, which other readers may not take. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

function refused(code: Pkcs11Refusal): ParsedPkcs11Uri {
  return { ok: false, code, message: PKCS11_REFUSALS[code] }
}
