import type { Handle, Pkcs11Library, Pkcs11Module } from './library'
import type { TokenSettings } from './protocol'
import { calling, TokenError } from './token-error'

/** The one slot that the token is in, once it is safe to log in there. @throws TokenError */
export function findSlot(library: Pkcs11Library, module: Pkcs11Module, { token, serial }: TokenSettings) {
  const slots = calling('C_GetSlotList', () => module.C_GetSlotList(true))
  const found = slots.flatMap((slot) => {
    const { label, serialNumber, flags } = calling('C_GetTokenInfo', () => module.C_GetTokenInfo(slot))
    // Both are padded with blanks to a fixed length.
    const its = { label: label.trimEnd(), serial: serialNumber.trimEnd() }
    const fits = (token === null || its.label === token) && (serial === null || its.serial === serial)
    return fits ? [{ slot, serial: its.serial, flags }] : []
  })
  const [one, another] = found
  if (one === undefined) throw new TokenError('TokenNotFound', 'C_GetSlotList')
  if (another !== undefined) throw new TokenError('AmbiguousToken', 'C_GetSlotList')
  refuseLastTry(library, one.flags)
  if (!doesGcm(library, module, one.slot)) throw new TokenError('AesGcmNotSupported', 'C_GetMechanismInfo')
  return one
}

/** A wrong PIN at the last try locks the token, so that its last try is left to a person. */
function refuseLastTry(library: Pkcs11Library, flags: number): void {
  const { CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED } = library
  if ((flags & CKF_USER_PIN_LOCKED) !== 0) throw new TokenError('PinLocked', 'C_GetTokenInfo')
  if ((flags & CKF_USER_PIN_FINAL_TRY) !== 0) throw new TokenError('PinFinalTry', 'C_GetTokenInfo')
}

function doesGcm(
  { CKM_AES_GCM, CKF_ENCRYPT, CKF_DECRYPT }: Pkcs11Library,
  module: Pkcs11Module,
  slot: Handle,
): boolean {
  try {
    const { flags } = calling('C_GetMechanismInfo', () => module.C_GetMechanismInfo(slot, CKM_AES_GCM))
    return (flags & CKF_ENCRYPT) !== 0 && (flags & CKF_DECRYPT) !== 0
  } catch (error) {
    if (error instanceof TokenError && error.fault.name === 'CKR_MECHANISM_INVALID') return false
    throw error
  }
}
