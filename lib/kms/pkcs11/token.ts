import { randomBytes } from 'node:crypto'
import { type FoundKey, findKey, requireFit } from './key-object'
import type { Handle, Mechanism, Pkcs11Library, Pkcs11Module } from './library'
import type { KeyLook, KeySelector, SealedParts, TokenSettings } from './protocol'
import { findSlot } from './slot'
import { calling, TokenError } from './token-error'

const TAG_BYTES = 16

/** After these the session, the login or the key's handle is no longer what it was: all is begun anew, once. */
const BEGIN_ANEW = new Set([
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
  'CKR_USER_NOT_LOGGED_IN',
  'CKR_OBJECT_HANDLE_INVALID',
  'CKR_KEY_HANDLE_INVALID',
  'CKR_OPERATION_ACTIVE',
  'CKR_OPERATION_NOT_INITIALIZED',
  'CKR_CRYPTOKI_NOT_INITIALIZED',
  'CKR_DEVICE_REMOVED',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_SLOT_ID_INVALID',
  'CKR_DEVICE_ERROR',
  'CKR_GENERAL_ERROR',
  'CKR_FUNCTION_FAILED',
])

/** What an HSM may call a ciphertext that doesn't open, and an outage of its own as well. */
const AMBIGUOUS = new Set(['CKR_GENERAL_ERROR', 'CKR_FUNCTION_FAILED', 'CKR_DEVICE_ERROR'])

interface Session {
  handle: Handle
  serial: string
  keys: Map<string, FoundKey>
}

/** A token with one session that is logged in, begun anew when it is lost. Its calls block: it lives in a process of its own. */
export class Token {
  readonly #library: Pkcs11Library
  readonly #module: Pkcs11Module
  readonly #settings: TokenSettings
  #session: Session | null = null

  constructor(library: Pkcs11Library, module: Pkcs11Module, settings: TokenSettings) {
    this.#library = library
    this.#module = module
    this.#settings = settings
  }

  /** Logs in, if it is not yet. @throws TokenError */
  start(): null {
    this.#inSession(() => null)
    return null
  }

  /** Ciphertext and tag. @throws TokenError */
  seal({ key, nonce, aad, plaintext }: SealedParts & { plaintext: Uint8Array }): Uint8Array {
    return this.#inSession((session) =>
      this.#encrypt(session, this.#fit(session, key), { nonce, aad }, plaintext),
    )
  }

  /** Plaintext. @throws TokenError, with `othersOpen` where it is this ciphertext that doesn't open */
  open({ key, nonce, aad, sealed }: SealedParts & { sealed: Uint8Array }): Uint8Array {
    return this.#inSession((session) => {
      const found = this.#fit(session, key)
      try {
        return this.#decrypt(session, found, { nonce, aad }, sealed)
      } catch (error) {
        if (!(error instanceof TokenError) || !AMBIGUOUS.has(error.fault.name)) throw error
        if (!this.#opensOthers(session, found)) throw error
        throw new TokenError(error.fault.name, error.fault.call, true)
      }
    })
  }

  /** @throws TokenError */
  look(key: KeySelector): KeyLook {
    return this.#inSession((session) => this.#find(session, key, { anew: true }).look)
  }

  #inSession<T>(work: (session: Session) => T): T {
    try {
      return work(this.#begun())
    } catch (error) {
      if (!(error instanceof TokenError) || error.fault.othersOpen) throw error
      if (!BEGIN_ANEW.has(error.fault.name)) throw error
    }
    this.#end()
    return work(this.#begun())
  }

  #begun(): Session {
    this.#session ??= this.#begin()
    return this.#session
  }

  /** Where it fails on the way, nothing of it stays: no session, and no old picture of the slots. */
  #begin(): Session {
    try {
      return this.#logIn()
    } catch (error) {
      this.#end()
      throw error
    }
  }

  #logIn(): Session {
    const { CKF_OS_LOCKING_OK, CKF_SERIAL_SESSION, CKU_USER } = this.#library
    const module = this.#module
    calling('C_Initialize', () => module.C_Initialize({ flags: CKF_OS_LOCKING_OK }))
    const { slot, serial } = findSlot(this.#library, module, this.#settings)
    const handle = calling('C_OpenSession', () => module.C_OpenSession(slot, CKF_SERIAL_SESSION))
    calling('C_Login', () => module.C_Login(handle, CKU_USER, this.#settings.pin))
    return { handle, serial, keys: new Map() }
  }

  /** Lets go of everything, so that the module looks at its tokens anew. */
  #end(): void {
    this.#session = null
    try {
      calling('C_Finalize', () => this.#module.C_Finalize())
    } catch (error) {
      // It had already ended by itself; whether it can begin again is found out next.
      if (!(error instanceof TokenError)) throw error
    }
  }

  #find(session: Session, selector: KeySelector, { anew = false } = {}): FoundKey {
    const name = JSON.stringify([selector.object, selector.id])
    const known = anew ? undefined : session.keys.get(name)
    const found = known ?? findKey(this.#library, this.#module, session, selector)
    session.keys.set(name, found)
    return found
  }

  #fit(session: Session, selector: KeySelector): FoundKey {
    const found = this.#find(session, selector)
    requireFit(found.look)
    return found
  }

  #encrypt({ handle }: Session, { key }: FoundKey, use: GcmUse, plaintext: Uint8Array): Uint8Array {
    const room = Buffer.alloc(plaintext.length + TAG_BYTES)
    calling('C_EncryptInit', () => this.#module.C_EncryptInit(handle, this.#gcm(use), key))
    // A view, so that no copy of a share stays behind.
    const bytes = Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
    return calling('C_Encrypt', () => this.#module.C_Encrypt(handle, bytes, room))
  }

  #decrypt({ handle }: Session, { key }: FoundKey, use: GcmUse, sealed: Uint8Array): Uint8Array {
    const room = Buffer.alloc(sealed.length)
    calling('C_DecryptInit', () => this.#module.C_DecryptInit(handle, this.#gcm(use), key))
    return calling('C_Decrypt', () => this.#module.C_Decrypt(handle, Buffer.from(sealed), room))
  }

  /** Whether the token is well: something fresh goes there and back under the same key. */
  #opensOthers(session: Session, found: FoundKey): boolean {
    const plaintext = randomBytes(32)
    const use = { nonce: randomBytes(12), aad: new Uint8Array() }
    try {
      return plaintext.equals(
        this.#decrypt(session, found, use, this.#encrypt(session, found, use, plaintext)),
      )
    } catch (error) {
      if (error instanceof TokenError) return false
      throw error
    }
  }

  #gcm({ nonce, aad }: GcmUse): Mechanism {
    const { CKM_AES_GCM, CK_PARAMS_AES_GCM_v240 } = this.#library
    const parameter = {
      type: CK_PARAMS_AES_GCM_v240,
      iv: Buffer.from(nonce),
      ivBits: nonce.length * 8,
      aad: Buffer.from(aad),
      tagBits: TAG_BYTES * 8,
    }
    return { mechanism: CKM_AES_GCM, parameter }
  }
}

interface GcmUse {
  nonce: Uint8Array
  aad: Uint8Array
}
