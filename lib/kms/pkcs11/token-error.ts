import type { TokenFault } from './protocol'

/** A call to a token that failed, as its process tells it. Never with a message of the HSM's. */
export class TokenError extends Error {
  readonly fault: TokenFault

  constructor(name: string, call: string, othersOpen = false) {
    super(`${call}: ${name}`)
    this.name = 'TokenError'
    this.fault = { name, call, othersOpen }
  }
}

/** Codes that are newer than pkcs11js, which calls them all a vendor's own. */
const NEWER_NAMES: ReadonlyMap<number, string> = new Map([
  [0x1b, 'CKR_ACTION_PROHIBITED'],
  [0x42, 'CKR_AEAD_DECRYPT_FAILED'],
  [0x201, 'CKR_TOKEN_RESOURCE_EXCEEDED'],
  [0x203, 'CKR_KEY_EXHAUSTED'],
])

/** Calls a function of the module; whatever it throws comes out as a `TokenError` with its name. */
export function calling<T>(call: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TokenError) throw error
    throw new TokenError(nameOf(error), call)
  }
}

/** Names alone are passed on: a message may hold what a vendor likes. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NotPkcs11'
  const code = 'code' in error && typeof error.code === 'number' ? error.code : null
  const name = /^CKR_\w{1,70}/.exec(error.message)?.[0]
  if (name !== undefined && name !== 'CKR_VENDOR_DEFINED') return name
  if (code === null || name === undefined) return 'NotPkcs11'
  return NEWER_NAMES.get(code) ?? `CKR_0x${code.toString(16)}`
}
