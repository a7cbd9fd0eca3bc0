import { status } from '@grpc/grpc-js'
import { CodedError } from '../shared/errors'

/** What Google attaches to a status, by the message's type. */
export type Detail =
  | { type: 'ErrorInfo'; reason: string; domain: string; metadata: Record<string, string> }
  | { type: 'PreconditionFailure'; violations: { type: string; subject: string; description: string }[] }

/** The HTTP status that Google gives each of its own where it speaks HTTP. */
const HTTP_STATUS: Partial<Record<status, number>> = {
  [status.INVALID_ARGUMENT]: 400,
  [status.FAILED_PRECONDITION]: 400,
  [status.UNAUTHENTICATED]: 401,
  [status.PERMISSION_DENIED]: 403,
  [status.NOT_FOUND]: 404,
  [status.ALREADY_EXISTS]: 409,
  [status.ABORTED]: 409,
  [status.RESOURCE_EXHAUSTED]: 429,
  [status.UNIMPLEMENTED]: 501,
  [status.UNAVAILABLE]: 503,
}

/** An error as Google puts it on the wire: a gRPC status with its message and details; `code` is its name. */
export class StatusError extends CodedError {
  override name = 'StatusError'
  constructor(
    readonly grpcStatus: status,
    message: string,
    readonly details: readonly Detail[] = [],
  ) {
    super(HTTP_STATUS[grpcStatus] ?? 500, status[grpcStatus], message)
  }
}

const DOMAIN = 'cloudkms.googleapis.com'

export const unauthenticated = () =>
  new StatusError(
    status.UNAUTHENTICATED,
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    [
      {
        type: 'ErrorInfo',
        reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
        domain: 'googleapis.com',
        metadata: { service: DOMAIN },
      },
    ],
  )

/** The one answer to whoever may not, be it that the resource is not theirs or not there. */
export const permissionDenied = (permission: string, resource: string) =>
  new StatusError(
    status.PERMISSION_DENIED,
    `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
    [
      {
        type: 'ErrorInfo',
        reason: 'IAM_PERMISSION_DENIED',
        domain: DOMAIN,
        metadata: { permission, resource },
      },
    ],
  )

export const apiDisabled = (project: string, number: string) =>
  new StatusError(
    status.PERMISSION_DENIED,
    `Google Cloud KMS API has not been used in project ${number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/cloudkms.googleapis.com/overview?project=${project} then retry.`,
    [
      {
        type: 'ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { service: DOMAIN, consumer: `projects/${number}` },
      },
    ],
  )

export const notFound = (kind: string, name: string) =>
  new StatusError(status.NOT_FOUND, `${kind} ${name} not found.`)
export const alreadyExists = (kind: string, name: string) =>
  new StatusError(status.ALREADY_EXISTS, `${kind} ${name} already exists.`)
export const invalidArgument = (message: string) => new StatusError(status.INVALID_ARGUMENT, message)
export const unimplemented = (message: string) => new StatusError(status.UNIMPLEMENTED, message)

/** A version that can't be used in its state. */
export const notEnabled = (version: string, state: string) => {
  const message = `${version} is not enabled, current state is: ${state}.`
  return preconditionFailed(message, `KEY_${state}`, version)
}

/** A change that a version's state doesn't allow. */
export const wrongState = (version: string, state: string) =>
  preconditionFailed(
    `The request cannot be fulfilled. Resource ${version} has value ${state} in field crypto_key_version.state.`,
    `KEY_${state}`,
    version,
  )

export const preconditionFailed = (message: string, type: string, subject: string) =>
  new StatusError(status.FAILED_PRECONDITION, message, [
    { type: 'PreconditionFailure', violations: [{ type, subject, description: message }] },
  ])
