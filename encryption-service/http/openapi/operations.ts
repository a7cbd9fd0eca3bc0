import type { z } from 'zod'
import * as api from '@/lib/domain/api'
import type { ErrorCode } from '@/lib/domain/errors'
import type { EXAMPLES } from './examples'

/** One operation of the API, as its description tells it. */
export interface Operation {
  id: keyof typeof EXAMPLES
  summary: string
  description: string
  request: z.ZodType
  response: z.ZodType
  /** what it may be refused with beside what every request may be */
  codes: ErrorCode[]
}

/** Of the keys, said of the request as a whole, or of one item of a batch. */
const KEY_CODES: ErrorCode[] = [
  'key_denied',
  'key_unreachable',
  'platform_key_unavailable',
  'no_key_linked',
  'conflict',
]

const ONE = 'What goes wrong with the key or the bytes is the answer’s own code.'
const EACH =
  'Answers item by item, in order: in each one’s place its result, or its error. One item that the token may not have done refuses the whole request.'

export const OPERATIONS: Operation[] = [
  {
    id: 'encrypt',
    summary: 'Encrypt a value',
    description: `The ciphertext is bound to its context, which has to be given again to open it. ${ONE}`,
    request: api.encryptItem,
    response: api.encrypted,
    codes: KEY_CODES,
  },
  {
    id: 'decrypt',
    summary: 'Decrypt a value',
    description: `Opens only with the very context that it was encrypted with. ${ONE}`,
    request: api.decryptItem,
    response: api.decrypted,
    codes: [...KEY_CODES, 'does_not_open'],
  },
  {
    id: 'encryptBatch',
    summary: 'Encrypt up to 1,000 values',
    description: EACH,
    request: api.encryptBatch,
    response: api.encryptResults,
    codes: [],
  },
  {
    id: 'decryptBatch',
    summary: 'Decrypt up to 1,000 values',
    description: EACH,
    request: api.decryptBatch,
    response: api.decryptResults,
    codes: [],
  },
  {
    id: 'encryptObjects',
    summary: 'Encrypt up to 1,000 objects of several fields',
    description: `Each object gets a key of its own and becomes one self-contained envelope. ${EACH}`,
    request: api.encryptObjects,
    response: api.encryptObjectResults,
    codes: [],
  },
  {
    id: 'decryptObjects',
    summary: 'Open fields of up to 1,000 envelopes',
    description: `Opens the named fields, or all of them when \`fields\` is left out. ${EACH}`,
    request: api.decryptObjects,
    response: api.decryptObjectResults,
    codes: [],
  },
]

/** What any request may be refused with. */
export const COMMON_CODES: ErrorCode[] = [
  'malformed_json',
  'malformed_request',
  'not_signed_in',
  'forbidden',
  'method_not_allowed',
  'request_timeout',
  'too_large',
  'unsupported_media_type',
  'invalid_input',
  'headers_too_large',
  'internal',
  'service_unavailable',
]
