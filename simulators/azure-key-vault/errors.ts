import { CodedError } from '../shared/errors'

/** A refusal of a vault, as Key Vault words it. */
export class VaultError extends CodedError {
  override name = 'VaultError'
  constructor(
    status: number,
    code: string,
    message: string,
    readonly innerCode: string | null = null,
    readonly headers: Record<string, string> = {},
  ) {
    super(status, code, message)
  }

  body(): object {
    const inner = this.innerCode === null ? {} : { innererror: { code: this.innerCode } }
    return { error: { code: this.code, message: this.message, ...inner } }
  }
}

export const badParameter = (message: string): VaultError => new VaultError(400, 'BadParameter', message)

export const forbidden = (message: string, innerCode: string): VaultError =>
  new VaultError(403, 'Forbidden', message, innerCode)

export const keyNotFound = (name: string): VaultError =>
  new VaultError(
    404,
    'KeyNotFound',
    `A key with (name/id) ${name} was not found in this key vault. If you recently deleted this key you may be able to recover it using the correct recovery command.`,
  )

/** A refusal of the directory, as Microsoft Entra words it. */
export class DirectoryError extends CodedError {
  override name = 'DirectoryError'
  constructor(
    status: number,
    /** OAuth's word, such as `invalid_client`. */
    readonly error: string,
    readonly number: number,
    message: string,
  ) {
    super(status, `AADSTS${number}`, message)
  }
}
