import type { JobInput, JobKind } from '@/lib/domain/jobs'
import type { OfferedRegions } from '@/lib/domain/key-reference'
import type { Keyring } from '@/lib/keyring/keyring'
import type { OrganizationKeys } from '@/lib/keyring/organization-keys'
import type { KeyringParts } from '@/lib/keyring/parts'
import type { ConnectionPolicy } from './probe-database'

/** What every job may use. */
export interface Workshop {
  processId: string
  /** whether this process may use keys; out of service, it leaves jobs to others */
  inService: () => boolean
  keyring: Keyring
  parts: KeyringParts
  regions: OfferedRegions
  /** ARN of the identity that this installation calls AWS with */
  awsPrincipalArn: string
  connectionPolicy: ConnectionPolicy
  /** whether the program is about to end, so that long work leaves off at its next checkpoint */
  stopping: () => boolean
}

/** A job that runs now. */
export interface RunningJob<K extends JobKind = JobKind> extends Workshop {
  jobId: string
  /** which turn of the job this is, from 1 on; a turn that met trouble counts */
  attempt: number
  input: JobInput<K>
  keys: OrganizationKeys
  /** who asked for it, checked to be allowed to */
  requester: { id: string; name: string }
  now: () => Date
  /** shows how far it is */
  progress: (rows: object[]) => Promise<void>
  /** asked between the steps of long work; throws when this process may not go on with the job */
  checkpoint: () => Promise<void>
}

/** The job's lease is over, or about to be given up: another process may be at it by now. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease of a job was lost')
    this.name = 'LeaseLost'
  }
}

/** How a turn of a job ended: done with a result, or to be taken up again later. */
export type JobEnd = { result: Record<string, unknown> } | { againAfterMs: number }
