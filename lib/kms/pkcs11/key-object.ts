import type { Attribute, Handle, Pkcs11Library, Pkcs11Module } from './library'
import type { KeyLook, KeySelector } from './protocol'
import { calling, TokenError } from './token-error'

/** States of a session that is logged in, reading only or writing as well (CKS_RO_USER_FUNCTIONS, CKS_RW_…). */
const LOGGED_IN = [1, 3]

/** A key in an open session. */
export interface FoundKey {
  key: Handle
  look: KeyLook
}

/** The one secret key that the selector means. @throws TokenError when there is none, or more than one */
export function findKey(
  library: Pkcs11Library,
  module: Pkcs11Module,
  session: { handle: Handle; serial: string },
  { object, id }: KeySelector,
): FoundKey {
  const template: Attribute[] = [{ type: library.CKA_CLASS, value: library.CKO_SECRET_KEY }]
  if (object !== null) template.push({ type: library.CKA_LABEL, value: object })
  if (id !== null) template.push({ type: library.CKA_ID, value: Buffer.from(id, 'hex') })
  const [key, another] = objectsLike(module, session.handle, template)
  if (another !== undefined) throw new TokenError('AmbiguousKey', 'C_FindObjects')
  if (key !== undefined) return { key, look: lookAt(library, module, session, key) }
  // Private keys are not there for who isn't logged in: that is no proof that they are gone.
  const { state } = calling('C_GetSessionInfo', () => module.C_GetSessionInfo(session.handle))
  throw new TokenError(LOGGED_IN.includes(state) ? 'KeyNotFound' : 'CKR_USER_NOT_LOGGED_IN', 'C_FindObjects')
}

/** At most two. */
function objectsLike(module: Pkcs11Module, session: Handle, template: Attribute[]): Handle[] {
  calling('C_FindObjectsInit', () => module.C_FindObjectsInit(session, template))
  try {
    return calling('C_FindObjects', () => module.C_FindObjects(session, 2))
  } finally {
    calling('C_FindObjectsFinal', () => module.C_FindObjectsFinal(session))
  }
}

function lookAt(
  library: Pkcs11Library,
  module: Pkcs11Module,
  session: { handle: Handle; serial: string },
  key: Handle,
): KeyLook {
  const read = (type: number): Buffer => {
    const [attribute] = calling('C_GetAttributeValue', () =>
      module.C_GetAttributeValue(session.handle, key, [{ type }]),
    )
    return attribute?.value ?? Buffer.alloc(0)
  }
  const yes = (type: number): boolean => read(type)[0] === 1
  const isAes = numberIn(read(library.CKA_KEY_TYPE)) === library.CKK_AES
  const isPrivate = yes(library.CKA_TOKEN) && yes(library.CKA_PRIVATE)
  return {
    id: read(library.CKA_ID).toString('hex'),
    serial: session.serial,
    isAes256: isAes && numberIn(read(library.CKA_VALUE_LEN)) === 32,
    encrypts: yes(library.CKA_ENCRYPT),
    decrypts: yes(library.CKA_DECRYPT),
    isConfined: isPrivate && yes(library.CKA_SENSITIVE) && !yes(library.CKA_EXTRACTABLE),
    madeInToken: yes(library.CKA_LOCAL),
  }
}

/** A CK_ULONG in the machine's own length and order. */
const numberIn = (bytes: Buffer): number =>
  bytes.length === 0 ? -1 : bytes.readUIntLE(0, Math.min(bytes.length, 6))

/** @throws TokenError for a key that must not hold shares, or can't */
export function requireFit({ isAes256, encrypts, decrypts, isConfined }: KeyLook): void {
  if (!isAes256) throw new TokenError('NotAes256', 'C_GetAttributeValue')
  if (!encrypts || !decrypts) throw new TokenError('KeyUseNotAllowed', 'C_GetAttributeValue')
  if (!isConfined) throw new TokenError('KeyNotConfined', 'C_GetAttributeValue')
}
