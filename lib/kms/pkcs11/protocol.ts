/** What is said between the service and the process that holds the HSM's module, one message for each call. */

/** How the process gets at a token. The PIN comes in the first message, never in an argument or a file. */
export interface TokenSettings {
  /** The path of the HSM's PKCS #11 module. */
  module: string
  /** The token's label, or null if any will do that has the serial number. */
  token: string | null
  serial: string | null
  pin: string
}

/** A key in the token, by its label, its id in hexadecimal digits, or both. */
export interface KeySelector {
  object: string | null
  id: string | null
}

/** AES-256-GCM under a key of the token. */
export interface SealedParts {
  key: KeySelector
  nonce: Uint8Array
  aad: Uint8Array
}

/** What may be asked of a token, by kind. */
export interface TokenRequests {
  /** Has to come first. */
  start: TokenSettings
  seal: SealedParts & { plaintext: Uint8Array }
  open: SealedParts & { sealed: Uint8Array }
  look: { key: KeySelector }
}

/** What a token says of a key. */
export interface KeyLook {
  /** CKA_ID in hexadecimal digits; empty where it has none. */
  id: string
  /** The serial number of the token. */
  serial: string
  /** Whether it is an AES key of 256 bits. */
  isAes256: boolean
  encrypts: boolean
  decrypts: boolean
  /** It is kept by the token, shown to none that is not logged in, never to be read, and never to be taken out. */
  isConfined: boolean
  /** Whether the token made it, and not somebody else who may still have it. */
  madeInToken: boolean
}

/** Why a call to a token failed. */
export interface TokenFault {
  /** The token's own name of the error, such as `CKR_PIN_INCORRECT`, or one of ours. */
  name: string
  /** The function of PKCS #11 that failed, such as `C_Login`. */
  call: string
  /** It was a refusal to decrypt, right after which the token decrypted something else under the same key. */
  othersOpen: boolean
}

/** What is answered, by kind: nothing, ciphertext with its tag, plaintext, facts. */
export interface TokenAnswers {
  start: null
  seal: Uint8Array
  open: Uint8Array
  look: KeyLook
}

export type TokenKind = keyof TokenRequests

export type TokenRequest = {
  [Kind in TokenKind]: { number: number; kind: Kind; body: TokenRequests[Kind] }
}[TokenKind]

export type TokenReply =
  | { number: number; ok: true; value: TokenAnswers[TokenKind] }
  | { number: number; ok: false; fault: TokenFault }
