import type { Fault } from '../shared/faults'
import { accessDenied, KmsError } from './errors'
import type { Invocation } from './execute'

/** The faults that this simulator has. */
export const AWS_FAULT_KINDS = [
  'timeout',
  'slow',
  'slow-body',
  'reset',
  'truncated',
  'empty',
  'html',
  'bad-gateway',
  'redirect',
  'huge',
  'http500',
  'throttle',
  'deny',
] as const

/** Operations that can be broken alone by the page. */
export const BREAKABLE = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'ReEncrypt',
  'DescribeKey',
  'GetKeyRotationStatus',
] as const

/** Faults that KMS itself answers with; null for the others. */
export function injectedError(fault: Fault, { caller, operation }: Invocation): KmsError | null {
  switch (fault.kind) {
    case 'http500':
      return new KmsError('KMSInternalException', 'An internal error occurred.', 500)
    case 'throttle':
      return new KmsError('ThrottlingException', 'Rate exceeded')
    case 'deny':
      return accessDenied(
        `User: ${caller.arn} is not authorized to perform: kms:${operation} with an explicit deny in a resource-based policy`,
      )
    default:
      return null
  }
}
