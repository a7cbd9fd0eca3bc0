import { z } from 'zod'
import { opaqueId } from './ids'
import { keyAccess, offeredIdentities } from './link-identity'

/** Longer than any key's ARN, URL or name. */
const keyId = z.string().max(500)

/** What may be asked of the encryption service by a job, with the shape of each one's input. */
export const JOB_INPUTS = {
  /** Runs the live checks on a key before it is linked; stores nothing but the job's own rows. */
  preflight: z.strictObject({ keyId, access: keyAccess.optional() }),
  /** Proves the key again and links it. */
  'link-key': z.strictObject({ keyId, access: keyAccess.optional(), dutiesAcknowledged: z.literal(true) }),
  /** Proves the linked key now instead of at the next turn. */
  'check-now': z.strictObject({}),
  /** Decrypts a connection's credential and really connects. */
  'test-connection': z.strictObject({ connectionId: opaqueId }),
  /** Switches keys of their own on or off for an organization, and says what is set up for it. */
  'offer-keys': z.strictObject({
    offer: z
      .strictObject({
        azureClientId: offeredIdentities.shape.azureClientId,
        googleServiceAccount: offeredIdentities.shape.googleServiceAccount,
        regions: z.array(z.string().max(40)).max(100),
      })
      .nullable(),
  }),
  /** Carries out an approved rotation; goes on where it was left. */
  rotate: z.strictObject({ requestId: opaqueId }),
} as const

export type JobKind = keyof typeof JOB_INPUTS
export type JobInput<K extends JobKind> = z.infer<(typeof JOB_INPUTS)[K]>

export const jobKind = z.enum(Object.keys(JOB_INPUTS) as [JobKind, ...JobKind[]])

/** One row of a preflight, as it appears live. */
export const checkRow = z.object({
  id: z.string(),
  label: z.string(),
  status: z.enum(['waiting', 'running', 'passed', 'failed', 'unknown', 'skipped']),
  whose: z.enum(['cloud_admin', 'operator', 'network', 'nobody']).optional(),
  /** on whose side it is, whoever has to act */
  side: z.enum(['key_policy', 'key', 'directory', 'our_identity', 'network']).optional(),
  reason: z.string().optional(),
  fix: z.string().optional(),
  /** what to run, with the key's own names in it */
  command: z.string().optional(),
})
export type CheckRow = z.infer<typeof checkRow>

/** How a connection test ended; codes other than `connected` say what to do. */
export const CONNECTION_OUTCOMES = {
  connected: { message: 'Connected.', fix: '' },
  key_denied: {
    message: 'The credential is closed, because your key refuses us.',
    fix: 'Your cloud administrator has to restore our access to the key.',
  },
  key_unreachable: {
    message: 'The credential is closed, because your key could not be reached for more than ten minutes.',
    fix: 'It returns by itself when your cloud answers again.',
  },
  platform_key_unavailable: {
    message: 'The platform’s own key is not available.',
    fix: 'The operator has been told; try again later.',
  },
  does_not_open: { message: 'The stored credential does not open.', fix: 'Enter the password again.' },
  host_refused: {
    message: 'The host leads to a private address, which is not reached.',
    fix: 'Use a public host name, or ask the operator to allow this one.',
  },
  host_not_found: { message: 'The host name is not known.', fix: 'Check the spelling of the host.' },
  unreachable: { message: 'Nothing answers at this host and port.', fix: 'Check host, port and firewall.' },
  timeout: { message: 'The database did not answer in time.', fix: 'Check host, port and firewall.' },
  tls_refused: {
    message: 'The database’s TLS certificate could not be verified.',
    fix: 'Install a certificate that the public authorities vouch for.',
  },
  wrong_password: { message: 'The database refused user or password.', fix: 'Check both.' },
  no_such_database: { message: 'The server has no database by this name.', fix: 'Check the name.' },
  database_error: { message: 'The database answered with an error.', fix: 'Look into the database’s log.' },
} as const
export type ConnectionOutcome = keyof typeof CONNECTION_OUTCOMES
