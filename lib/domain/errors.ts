/** Whose move it is when something went wrong. */
export type WhoseMove = 'you' | 'cloud_admin' | 'organization_admin' | 'support' | 'operator' | 'nobody'

interface ErrorKind {
  status: number
  whose: WhoseMove
  message: string
  fix: string
  /** after how many seconds asking again may help; left out where waiting alone changes nothing */
  retryAfterS?: number
}

/** Every error that a person or a program can meet, by its stable code. */
export const ERROR_KINDS = {
  not_signed_in: {
    status: 401,
    whose: 'you',
    message: 'You are not signed in.',
    fix: 'Sign in and try again.',
  },
  wrong_credentials: {
    status: 401,
    whose: 'you',
    message: 'The e-mail address or the password is wrong.',
    fix: 'Check both. After five wrong passwords, signing in is slowed down.',
  },
  too_many_attempts: {
    status: 429,
    whose: 'you',
    message: 'Too many wrong passwords for this e-mail address.',
    fix: 'Wait a minute before you try again.',
    retryAfterS: 60,
  },
  sign_in_unavailable: {
    status: 503,
    whose: 'you',
    message: 'Sign-in is not available for a moment.',
    fix: 'Try again. If it stays so, tell your operator.',
  },
  forbidden: {
    status: 403,
    whose: 'organization_admin',
    message: 'Your role does not allow this.',
    fix: 'Ask an admin of your organization.',
  },
  not_found: {
    status: 404,
    whose: 'you',
    message: 'There is nothing here by that name.',
    fix: 'It may have been removed. Go back to the list.',
  },
  invalid_input: {
    status: 422,
    whose: 'you',
    message: 'Some of what was sent is not right.',
    fix: 'Correct the fields that are marked.',
  },
  malformed_json: {
    status: 400,
    whose: 'you',
    message: 'The body is not JSON.',
    fix: 'Send one JSON object in UTF-8.',
  },
  malformed_request: {
    status: 400,
    whose: 'you',
    message: 'This is not a well-formed HTTP request.',
    fix: 'Check what sends it, and what lies between.',
  },
  method_not_allowed: {
    status: 405,
    whose: 'you',
    message: 'This address is not asked by that method.',
    fix: 'Use a method that the Allow header names.',
  },
  request_timeout: {
    status: 408,
    whose: 'you',
    message: 'The request did not arrive in time.',
    fix: 'Send it again, all of it at once.',
  },
  too_large: {
    status: 413,
    whose: 'you',
    message: 'The body is larger than this address takes.',
    fix: 'Send less in one request: split the batch. Data of over 1 MiB is no single value.',
  },
  unsupported_media_type: {
    status: 415,
    whose: 'you',
    message: 'Only JSON is taken here, uncompressed.',
    fix: 'Send Content-Type: application/json and no Content-Encoding.',
  },
  headers_too_large: {
    status: 431,
    whose: 'you',
    message: 'The headers of the request are too large.',
    fix: 'Send at most 16 KiB of headers.',
  },
  already_submitted: {
    status: 409,
    whose: 'nobody',
    message: 'This was already submitted.',
    fix: 'Nothing more to do: it was taken the first time.',
  },
  conflict: {
    status: 409,
    whose: 'you',
    message: 'Something changed in the meantime.',
    fix: 'Load the page again and look at the newest state.',
  },
  stale_key_version: {
    status: 409,
    whose: 'nobody',
    message: 'The key was rotated while this was being saved.',
    fix: 'Try again: it will be encrypted under the new key.',
  },
  key_denied: {
    status: 423,
    whose: 'cloud_admin',
    message: 'Your key refuses us, so this data is closed.',
    fix: 'Restore our access to the key in your cloud. Everything returns by itself within a minute.',
  },
  key_unreachable: {
    status: 503,
    whose: 'nobody',
    message: 'Your key could not be reached for more than ten minutes, so this data is closed.',
    fix: 'It returns by itself as soon as your cloud answers again.',
    retryAfterS: 30,
  },
  platform_key_unavailable: {
    status: 503,
    whose: 'operator',
    message: 'The platform’s own key is not available.',
    fix: 'The operator has been told. Nothing is lost; it returns by itself.',
    retryAfterS: 30,
  },
  does_not_open: {
    status: 422,
    whose: 'support',
    message: 'This record does not open.',
    fix: 'Tell support. The record was left as it is.',
  },
  service_unavailable: {
    status: 503,
    whose: 'operator',
    message: 'The encryption service does not answer.',
    fix: 'Try again in a moment. If it stays away, the operator has to look.',
    retryAfterS: 2,
  },
  key_not_ready: {
    status: 503,
    whose: 'nobody',
    message: 'The key has to be proven or loaded again before its next use.',
    fix: 'Ask for the key again; that waits until it is.',
  },
  no_key_linked: {
    status: 409,
    whose: 'organization_admin',
    message: 'No customer-managed key is linked.',
    fix: 'Link a key first.',
  },
  key_already_linked: {
    status: 409,
    whose: 'you',
    message: 'A customer-managed key is linked already.',
    fix: 'To change to another key, ask for a rotation.',
  },
  key_in_use: {
    status: 409,
    whose: 'you',
    message: 'This key already serves another purpose.',
    fix: 'Use a key of its own for each organization.',
  },
  keys_not_offered: {
    status: 403,
    whose: 'operator',
    message: 'Keys of your own are not switched on for your organization.',
    fix: 'Ask the vendor of this service to switch them on.',
  },
  region_not_offered: {
    status: 422,
    whose: 'operator',
    message: 'The key is in a region that is not offered to your organization.',
    fix: 'Use a key in a region that is offered, or ask the vendor of this service for this one.',
  },
  cloud_not_set_up: {
    status: 422,
    whose: 'operator',
    message: 'This cloud is not set up for your organization.',
    fix: 'Finish the steps for this cloud, or ask the vendor of this service to set it up.',
  },
  identity_in_use: {
    status: 409,
    whose: 'operator',
    message: 'Another organization has this application or this service account.',
    fix: 'Make one for this organization alone: an identity that serves two could open the one’s key for the other.',
  },
  key_refused: {
    status: 422,
    whose: 'cloud_admin',
    message: 'This key did not pass the checks.',
    fix: 'Mend what the failed checks say and run them again.',
  },
  rotation_in_progress: {
    status: 409,
    whose: 'nobody',
    message: 'A rotation is already under way.',
    fix: 'Wait until it is complete.',
  },
  own_request: {
    status: 403,
    whose: 'support',
    message: 'Nobody decides a request of their own.',
    fix: 'Another member of the support staff has to decide.',
  },
  request_closed: {
    status: 409,
    whose: 'nobody',
    message: 'This request was already decided, or it has expired.',
    fix: 'Ask for a new one if it is still needed.',
  },
  internal: {
    status: 500,
    whose: 'operator',
    message: 'Something went wrong on our side.',
    fix: 'Try again. If it happens again, tell support the request id.',
  },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_KINDS

/** What an error may say beside its code. */
interface ErrorDetails {
  message?: string
  fix?: string
  fields?: Record<string, string>
  /** the id of the request to another program that failed, by which that one's log can be searched */
  requestId?: string
  retryAfterS?: number
  cause?: unknown
}

/**
 * The one error that leaves the core. Its code is stable; message and fix are sentences for people,
 * without secrets; `fields` names what is wrong in a form.
 */
export class LatchkeyError extends Error {
  readonly code: ErrorCode
  readonly fix: string
  readonly whose: WhoseMove
  readonly status: number
  readonly fields: Record<string, string>
  readonly requestId: string | undefined
  readonly retryAfterS: number | undefined

  constructor(code: ErrorCode, more: ErrorDetails = {}) {
    const kind: ErrorKind = ERROR_KINDS[code]
    super(more.message ?? kind.message, { cause: more.cause })
    this.name = 'LatchkeyError'
    this.code = code
    this.fix = more.fix ?? kind.fix
    this.whose = kind.whose
    this.status = kind.status
    this.fields = more.fields ?? {}
    this.requestId = more.requestId
    this.retryAfterS = more.retryAfterS ?? kind.retryAfterS
  }
}
