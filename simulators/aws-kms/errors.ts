import { CodedError } from '../shared/errors'

/**
 * An error as AWS KMS puts it on the wire: `code` is the exception's name, `status` the HTTP status.
 * KMS answers 400 to nearly everything that is the caller's doing, denial and throttling included.
 */
export class KmsError extends CodedError {
  override name = 'KmsError'
  constructor(code: string, message: string, status = 400) {
    super(status, code, message)
  }
}

export const notFound = (message: string) => new KmsError('NotFoundException', message)
export const validation = (message: string) => new KmsError('ValidationException', message)
export const serialization = (message: string) => new KmsError('SerializationException', message)
export const accessDenied = (message: string) => new KmsError('AccessDeniedException', message)
export const disabled = (arn: string) => new KmsError('DisabledException', `${arn} is disabled.`)
export const invalidState = (arn: string, what: string) =>
  new KmsError('KMSInvalidStateException', `${arn} is ${what}.`)
export const invalidKeyUsage = (message: string) => new KmsError('InvalidKeyUsageException', message)
export const unsupported = (message: string) => new KmsError('UnsupportedOperationException', message)
export const limitExceeded = (message: string) => new KmsError('LimitExceededException', message)
export const malformedPolicy = (message: string) => new KmsError('MalformedPolicyDocumentException', message)
export const invalidSignature = (message: string) => new KmsError('InvalidSignatureException', message)

/** One empty message for a wrong context, a torn blob and foreign bytes: KMS does not tell them apart. */
export const invalidCiphertext = () => new KmsError('InvalidCiphertextException', '')
export const incorrectKey = () =>
  new KmsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  )
