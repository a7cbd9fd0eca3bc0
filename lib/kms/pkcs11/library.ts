import { createRequire } from 'node:module'
import { TokenError } from './token-error'

/*
 * What is used of pkcs11js, as its documentation says it. The package is there only where it could be compiled, so
 * that neither types nor programs may need it elsewhere. Handles are opaque bytes.
 */

export type Handle = Buffer

export interface Attribute {
  type: number
  value?: Buffer | string | number | boolean
}

export interface Mechanism {
  mechanism: number
  parameter?: object
}

/** A module that is loaded. Each call throws an error whose message begins with the name of the return value. */
export interface Pkcs11Module {
  load(path: string): void
  close(): void
  C_Initialize(options?: { flags: number }): void
  C_Finalize(): void
  C_GetSlotList(tokenPresent: boolean): Handle[]
  C_GetTokenInfo(slot: Handle): { label: string; serialNumber: string; flags: number }
  C_GetMechanismInfo(slot: Handle, mechanism: number): { flags: number }
  C_OpenSession(slot: Handle, flags: number): Handle
  C_GetSessionInfo(session: Handle): { state: number }
  C_Login(session: Handle, user: number, pin: string): void
  C_FindObjectsInit(session: Handle, template: Attribute[]): void
  C_FindObjects(session: Handle, most: number): Handle[]
  C_FindObjectsFinal(session: Handle): void
  C_GetAttributeValue(session: Handle, object: Handle, template: Attribute[]): { value: Buffer }[]
  C_EncryptInit(session: Handle, mechanism: Mechanism, key: Handle): void
  C_Encrypt(session: Handle, plaintext: Buffer, room: Buffer): Buffer
  C_DecryptInit(session: Handle, mechanism: Mechanism, key: Handle): void
  C_Decrypt(session: Handle, ciphertext: Buffer, room: Buffer): Buffer
}

type Constant =
  | `CKA_${'CLASS' | 'LABEL' | 'ID' | 'KEY_TYPE' | 'VALUE_LEN' | 'TOKEN' | 'PRIVATE' | 'SENSITIVE' | 'EXTRACTABLE'}`
  | `CKA_${'ENCRYPT' | 'DECRYPT' | 'LOCAL'}`
  | 'CKO_SECRET_KEY'
  | 'CKK_AES'
  | 'CKM_AES_GCM'
  | 'CK_PARAMS_AES_GCM_v240'
  | 'CKU_USER'
  | `CKF_${'OS_LOCKING_OK' | 'SERIAL_SESSION' | 'ENCRYPT' | 'DECRYPT' | 'USER_PIN_FINAL_TRY' | 'USER_PIN_LOCKED'}`

export type Pkcs11Library = Readonly<Record<Constant, number>> & { PKCS11: new () => Pkcs11Module }

/** Loads pkcs11js. @throws TokenError where it is not installed, or not compiled */
export function loadLibrary(): Pkcs11Library {
  try {
    return createRequire(import.meta.url)('pkcs11js')
  } catch {
    throw new TokenError('Pkcs11jsNotInstalled', 'load')
  }
}
