import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { answering, changing, type FaultProxy, type Meddle, refusing } from './fault-proxy'
import { afterHeaders, anotherKey, cut, denyAndAllow, drip, flip, late } from './meddling'
import type { Names } from './names'

export const OPERATIONS = ['Encrypt', 'Decrypt', 'DescribeKey', 'GetKeyRotationStatus'] as const
export type Operation = (typeof OPERATIONS)[number]

/** The place of one cell: a way to KMS of its own. */
export interface Place {
  proxy: FaultProxy
  names: Names
  host: string
  /** makes our own credentials fail from now on */
  loseCredentials(): void
  /** somewhere that must never be reached */
  forbiddenUrl: string
}

/** What a cell has to end in. `tries` counts what reached the place where the fault is. */
export interface Expected {
  outcome: KmsOutcome
  tries: number
}

export interface FaultKind {
  name: string
  /** Brings the fault about, for one operation. */
  arrange(place: Place, operation: Operation): unknown
  expected: Expected
  /** where one operation ends otherwise, or why the fault can't meet it */
  unlike?: Partial<Record<Operation, Expected | string>>
  /** what is counted: calls at KMS's door, or names looked up (one for each connection), or credentials asked for */
  counts?: 'calls' | 'lookups' | 'credentials'
}

const at =
  (meddle: Meddle) =>
  ({ proxy }: Place, operation: Operation) =>
    proxy.meddle(operation, meddle)

const twice = (outcome: KmsOutcome): Expected => ({ outcome, tries: 2 })
const once = (outcome: KmsOutcome): Expected => ({ outcome, tries: 1 })

/** Kinds of trouble before any call: all calls go the same way. */
const beside = 'it goes the same way at the same time as DescribeKey'
const connection = { counts: 'lookups', unlike: { GetKeyRotationStatus: beside } } as const
const described = { DescribeKey: 'the state is its answer, and no fault' }

const stateIs =
  (state: string, error: string) =>
  ({ proxy }: Place, operation: Operation) => {
    proxy.meddle(operation, refusing(error))
    proxy.meddle('DescribeKey', changing(withState(state)))
  }
const withState = (state: string) => (fields: Record<string, unknown>) => ({
  ...fields,
  KeyMetadata: { ...(fields.KeyMetadata as object), KeyState: state },
})

const information = 'only for information: it names no key and opens nothing'
const unseen = 'it looks like any share: the commitment of the master key finds it, below'

/** Faults that nobody needs a certificate for (those are beside the suite, in a process that trusts one of its own). */
export const FAULT_KINDS: FaultKind[] = [
  {
    name: 'NXDOMAIN',
    arrange: ({ names, host }) => names.fault(host, 'ENOTFOUND'),
    expected: twice('UNREACHABLE'),
    ...connection,
  },
  {
    name: 'SERVFAIL',
    arrange: ({ names, host }) => names.fault(host, 'EAI_AGAIN'),
    expected: twice('UNREACHABLE'),
    ...connection,
  },
  {
    name: 'refused',
    arrange: async ({ proxy, names, host }) => {
      names.fault(host, '127.0.0.1')
      await proxy.close()
    },
    expected: twice('UNREACHABLE'),
    ...connection,
  },
  {
    name: 'connect timeout',
    arrange: ({ names, host }) => names.fault(host, '192.0.2.1'),
    expected: twice('UNREACHABLE'),
    ...connection,
  },
  {
    name: 'reset before send',
    arrange: ({ proxy, names, host }) => {
      names.fault(host, '127.0.0.1')
      proxy.resets = true
    },
    expected: twice('UNREACHABLE'),
    ...connection,
  },
  {
    name: 'reset after send, done or not',
    arrange: at(async ({ forward, response }) => {
      await forward()
      response.socket?.resetAndDestroy()
    }),
    expected: twice('UNREACHABLE'),
  },
  {
    name: 'reset mid-body',
    arrange: at(
      afterHeaders((write, cutOff) => {
        write('{"KeyId":')
        setTimeout(cutOff, 50)
      }),
    ),
    expected: twice('UNREACHABLE'),
  },
  { name: 'never answers', arrange: at(() => undefined), expected: twice('UNREACHABLE') },
  { name: 'body of a thousand seconds', arrange: at(drip), expected: once('UNREACHABLE') },
  { name: '500', arrange: at(answering(500, 'text/plain', '')), expected: twice('UNREACHABLE') },
  { name: '503', arrange: at(answering(503, 'text/plain', '')), expected: twice('UNREACHABLE') },
  {
    name: 'KMSInternalException',
    arrange: at(refusing('KMSInternalException', 500)),
    expected: twice('UNREACHABLE'),
  },
  {
    name: 'KeyUnavailableException',
    arrange: at(refusing('KeyUnavailableException', 500)),
    expected: twice('UNREACHABLE'),
  },
  {
    name: 'DependencyTimeoutException',
    arrange: at(refusing('DependencyTimeoutException', 503)),
    expected: twice('UNREACHABLE'),
  },
  {
    name: '429 with Retry-After',
    arrange: at(refusing('ThrottlingException', 429, { 'retry-after': '1' })),
    expected: twice('THROTTLED'),
  },
  { name: 'throttled with 400', arrange: at(refusing('ThrottlingException')), expected: twice('THROTTLED') },
  { name: '401, ours', arrange: at(refusing('UnrecognizedClientException', 401)), expected: twice('OURS') },
  { name: '403, denied', arrange: at(refusing('AccessDeniedException', 403)), expected: once('DENIED') },
  {
    name: '403 of a firewall on the way',
    arrange: at(answering(403, 'text/html', '<h1>Blocked</h1>')),
    expected: once('UNKNOWN'),
  },
  { name: 'disabled', arrange: at(refusing('DisabledException')), expected: once('DISABLED') },
  {
    name: 'expired key material',
    arrange: stateIs('PendingImport', 'KMSInvalidStateException'),
    expected: once('MATERIAL_MISSING'),
    unlike: described,
  },
  { name: '404', arrange: at(refusing('NotFoundException', 404)), expected: once('GONE') },
  {
    name: 'pending deletion',
    arrange: stateIs('PendingDeletion', 'KMSInvalidStateException'),
    expected: once('PENDING_DELETION'),
    unlike: described,
  },
  {
    name: 'key store cut off',
    arrange: stateIs('Unavailable', 'KMSInvalidStateException'),
    expected: once('UNREACHABLE'),
    unlike: described,
  },
  {
    name: 'denied, and the state can’t be asked',
    arrange: ({ proxy }, operation) => {
      proxy.meddle('DescribeKey', answering(500, 'text/plain', ''))
      proxy.meddle(operation, refusing('KMSInvalidStateException'))
    },
    expected: once('DENIED'),
    unlike: { DescribeKey: 'asking for the state is this call', GetKeyRotationStatus: beside },
  },
  {
    name: 'role may not be assumed',
    arrange: ({ loseCredentials }) => loseCredentials(),
    expected: twice('OURS'),
    counts: 'credentials',
    unlike: { GetKeyRotationStatus: beside },
  },
  { name: 'own credential expired', arrange: at(refusing('ExpiredTokenException')), expected: twice('OURS') },
  {
    name: 'clock skew',
    arrange: at(
      refusing('InvalidSignatureException', 400, { date: new Date(Date.now() + 3_600_000).toUTCString() }),
    ),
    // The SDK sets its clock by the first answer and tries again, and so it does with credentials read anew.
    expected: { outcome: 'OURS', tries: 4 },
    unlike: { GetKeyRotationStatus: 'the SDK’s clock is set wrong by it for the call beside it as well' },
  },
  { name: 'wrong use', arrange: at(refusing('InvalidKeyUsageException')), expected: once('MISCONFIGURED') },
  {
    name: 'empty 200',
    arrange: at(answering(200, 'application/x-amz-json-1.1', '')),
    expected: once('UNKNOWN'),
  },
  {
    name: 'HTML 200',
    arrange: at(answering(200, 'text/html', '<!doctype html><h1>Sign in to the network</h1>')),
    expected: once('UNKNOWN'),
  },
  {
    name: 'truncated JSON',
    arrange: at(answering(200, 'application/x-amz-json-1.1', '{"KeyId":"arn:aws')),
    expected: once('UNKNOWN'),
  },
  {
    name: '50 MB body',
    arrange: at(answering(200, 'application/x-amz-json-1.1', Buffer.alloc(50 * 2 ** 20, 0x20))),
    expected: once('UNKNOWN'),
  },
  {
    name: '302 to a metadata address',
    arrange: ({ proxy, forbiddenUrl }, operation) =>
      proxy.meddle(operation, answering(302, 'text/plain', '', { location: forbiddenUrl })),
    expected: once('UNKNOWN'),
  },
  {
    name: 'wrong key id',
    arrange: at(changing(anotherKey)),
    expected: once('INTEGRITY'),
    unlike: { GetKeyRotationStatus: information },
  },
  {
    name: 'wrong length',
    arrange: at(
      changing(({ Plaintext, CiphertextBlob, ...fields }) => ({
        ...fields,
        ...(Plaintext ? { Plaintext: cut(Plaintext) } : {}),
        ...(CiphertextBlob ? { CiphertextBlob: cut(CiphertextBlob) } : {}),
      })),
    ),
    expected: once('INTEGRITY'),
    unlike: { DescribeKey: 'it has no bytes of a key', GetKeyRotationStatus: information },
  },
  {
    name: 'bit flip',
    arrange: at(
      changing(({ CiphertextBlob, ...fields }) => ({ ...fields, CiphertextBlob: flip(CiphertextBlob) })),
    ),
    expected: once('INTEGRITY'),
    unlike: { Decrypt: unseen, DescribeKey: 'it has no bytes of a key', GetKeyRotationStatus: information },
  },
  {
    name: 'wrong plaintext',
    arrange: ({ proxy }) =>
      proxy.meddle(
        'Decrypt',
        changing(({ Plaintext, ...fields }) => ({ ...fields, Plaintext: flip(Plaintext) })),
      ),
    expected: once('INTEGRITY'),
    unlike: { Decrypt: unseen, DescribeKey: 'it has no bytes of a key', GetKeyRotationStatus: information },
  },
  { name: 'late success after timeout', arrange: at(late), expected: twice('UNREACHABLE') },
  {
    name: 'deny and allow by turns',
    arrange: ({ proxy }, operation) => proxy.meddle(operation, denyAndAllow()),
    expected: once('DENIED'),
  },
]

/** Fault kinds of other clouds. */
export const NOT_OF_AWS: Record<string, string> = {
  'precondition failed': 'an answer of Google’s alone',
  'key outside its validity': 'a state of Azure’s alone; on AWS imported material expires, which is above',
}
