import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { Provider } from '@/lib/domain/provider'
import type { RootKey } from '@/lib/kms'
import type { HiddenFact } from '@/lib/kms/root-key'

/** What the owner of a key does to it, and can undo. */
export const ACTS = [
  'disable',
  'deny',
  'denyWrap',
  'denyUnwrap',
  'scheduleDeletion',
  'destroy',
  'expire',
  'notYet',
  'loseMaterial',
  'cutOff',
] as const
export type Act = (typeof ACTS)[number]

/** How each of the port's calls ends, once an act has come into effect. */
export interface Ends {
  unwrap: KmsOutcome
  wrap: KmsOutcome
  /** Either as the class of the refusal or as the outcome in the description. */
  describe: KmsOutcome
}

/** What goes wrong on the way to the KMS, or in its answers. */
export const FAULT_KINDS = [
  'timeout',
  'slow',
  'reset',
  'http500',
  'throttle',
  'refuse',
  'truncated',
  'html',
  'garbage',
  'empty',
  'oversized',
  'wrongLength',
  'wrongAnswer',
  'bitFlip',
  'otherKey',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export type PortCall = 'wrap' | 'unwrap' | 'describe'

export interface ContractFault {
  kind: FaultKind
  keyId: string
  /** The KMS's own call that serves this one of the port: a wrap is encrypted, then opened again. */
  at: PortCall
  /** For `slow`. */
  delayMs?: number
  /** After so many requests the fault is over; without it, it stays. */
  count?: number
}

/** Everything that some subject can't do, or has no sense for it. */
export type Ability =
  | Act
  | FaultKind
  | `hide ${HiddenFact}`
  /** Somebody of ours who was not granted the key, or a context that it refuses. */
  | 'refuse another organization'
  | 'rotate'
  | 'name materials'
  | 'list versions'
  | 'make 201 versions'
  | 'keep a log'
  /** An id of each request that both its caller and the owner of the key see. */
  | 'name its requests'
  | 'show the context in the log'
  | 'make a key of the wrong kind'
  | 'forget a key'
  | 'close the port'
  | 'end a call by abort'
  | 'find a changed share while it unwraps'
  | 'tell when a key was made'

export interface ConnectOptions {
  /** Whose identity of ours goes to the KMS, where each organization has its own. */
  organization?: 'own' | 'other'
  attemptTimeoutMs?: number
  totalTimeoutMs?: number
  /** Nobody listens where the KMS should be. */
  closedPort?: boolean
}

export interface Connection {
  /** Resolves once a call needs no more than a call, where something of ours has to start first. */
  ready?(): Promise<void>
  rootKey(keyId: string): RootKey
  close(): void | Promise<void>
}

/** A call as the owner of the key reads it in their own log. */
export interface OwnerCall {
  /** The provider's name of the operation. */
  operation: string
  requestId: string | null
  /** Whether it was let in and answered. */
  ok: boolean
  /** What the call said of its context, where the provider shows it. */
  context: Record<string, string> | null
}

/** A KMS on the wire with our adapter before it: all that the contract needs to try it. */
export interface ContractSubject {
  readonly name: string
  readonly provider: Provider
  /** Why something can't be tried here. What is not named can. */
  readonly cannot: Partial<Record<Ability, string>>
  /** Where an act rightly ends in another class than elsewhere. */
  readonly endsOtherwise?: Partial<Record<Act, Partial<Ends>>>
  /** Keys are granted to `own`, never to `other`. */
  readonly organizations: { readonly own: string; readonly other: string }
  /** Words of the KMS's own messages and of our secrets, which no error may repeat. */
  readonly unspeakable: readonly string[]

  start(): Promise<void>
  stop(): Promise<void>
  connect(options?: ConnectOptions): Connection

  /** Makes a healthy key that our identity for `own` may use and look at; returns its id. */
  createKey(): Promise<string>
  /** Makes a key that can't wrap, granted all the same. */
  createUnfitKey(): Promise<string>
  /** The id of a key that never was, beside those that are. */
  absentKeyId(): Promise<string>

  take(act: Act, keyId: string): Promise<void>
  /** Undoes an act in full, such as cancelling a deletion and then enabling. */
  giveBack(act: Act, keyId: string): Promise<void>
  rotate(keyId: string): Promise<void>
  /** Lets us use the key, but no longer see the fact. */
  hide(fact: HiddenFact, keyId: string): Promise<void>

  setFault(fault: ContractFault): Promise<void>
  clearFaults(): Promise<void>
  /** How many requests the faults struck since they were last cleared. */
  strikes(): Promise<number>
  /** The owner's log of a key, oldest first. */
  calls(keyId: string): Promise<OwnerCall[]>
}
