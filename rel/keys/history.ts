import type { Instant } from '@/lib/domain/instant'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'

export type RootName = 'platform' | 'customer'

/** A root's answer to one process, as the wire saw it. */
export interface Answer {
  kind: 'answer'
  process: number
  root: RootName
  /** id of the master key whose share was asked for */
  share: string
  outcome: KmsOutcome
  startedAt: Instant
  at: Instant
}

/** Everything that happened, in order; nothing in it was told by what is under attack, but for `opened`. */
export type Happening =
  | Answer
  /** a process began, with nothing in memory; `after` is the life that it goes on from, if it is a restart */
  | { kind: 'start'; process: number; after: number | null; at: Instant }
  /** a process was awake at this moment and could have seen what the clocks say */
  | { kind: 'look'; process: number; at: Instant }
  /** a process read an organization's epoch, from the database that was asked at `startedAt` */
  | { kind: 'epoch'; process: number; startedAt: Instant; at: Instant }
  /** a process worked with a key under this master key */
  | { kind: 'opened'; process: number; share: string; at: Instant }
  /** a process was made to forget its keys */
  | { kind: 'forgot'; process: number; at: Instant }

export type History = readonly Happening[]
