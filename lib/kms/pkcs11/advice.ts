const COMPILE = 'install a C++ compiler, make and Python, and run "npm rebuild pkcs11js"'

const ADVICE: Readonly<Record<string, string>> = {
  Pkcs11jsNotInstalled: `The package pkcs11js is not installed or was not compiled on this machine: ${COMPILE}.`,
  ModuleNotLoaded:
    'The module that LATCHKEY_PKCS11_MODULE names cannot be loaded: check the path, and that it is for this kind of machine.',
  TokenNotFound: 'The HSM has no token with the label or serial number that LATCHKEY_PLATFORM_ROOT names.',
  AmbiguousToken: 'Several tokens have that label: name the serial number in LATCHKEY_PLATFORM_ROOT as well.',
  KeyNotFound: 'The token has no secret key with the label or id that LATCHKEY_PLATFORM_ROOT names.',
  AmbiguousKey: 'Several keys in the token have that label: name the id in LATCHKEY_PLATFORM_ROOT as well.',
  AesGcmNotSupported:
    'The token does not do AES-GCM, which is the only way in which shares are wrapped in an HSM.',
  NotAes256: 'The key is not an AES key of 256 bits.',
  KeyUseNotAllowed: 'The key may not encrypt and decrypt: it needs CKA_ENCRYPT and CKA_DECRYPT.',
  KeyNotConfined:
    'The key could leave the HSM or be used without logging in: it has to be CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE and not CKA_EXTRACTABLE.',
  CKR_PIN_INCORRECT:
    'The HSM refused the PIN in LATCHKEY_PKCS11_PIN. It is not tried again before a restart, so that the token does not lock itself.',
  PinFinalTry:
    'One wrong PIN more would lock the token, so no PIN is tried. Log in once by hand with the right one.',
  PinLocked: 'The token has locked its PIN after wrong ones. Its security officer has to set a new one.',
  Timeout: 'The HSM did not answer in time; its process was ended and starts again with the next call.',
}

/** What an operator can do about a fault of the HSM, by its `errorName`; null where the name says it all. */
export function pkcs11Advice(errorName: string): string | null {
  return ADVICE[errorName] ?? null
}
