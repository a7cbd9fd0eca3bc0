import type { Fault } from '../shared/faults'
import type { Caller } from './call'
import { accessDenied, KmsError } from './errors'

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
  'wrong-key',
  'wrong-answer',
  'wrong-length',
  'bit-flip',
] as const

/** Operations that can be broken alone by the page. */
export const BREAKABLE = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'ReEncrypt',
  'DescribeKey',
  'GetKeyRotationStatus',
  'AssumeRole',
] as const

/** Faults that AWS itself answers with; null for the others. @param action such as `kms:Decrypt` */
export function injectedError(fault: Fault, caller: Caller, action: string): KmsError | null {
  switch (fault.kind) {
    case 'http500':
      return new KmsError('KMSInternalException', 'An internal error occurred.', 500)
    case 'throttle':
      return new KmsError('ThrottlingException', 'Rate exceeded')
    case 'deny':
      return accessDenied(
        `User: ${caller.sessionArn ?? caller.arn} is not authorized to perform: ${action} with an explicit deny in a resource-based policy`,
      )
    default:
      return null
  }
}
