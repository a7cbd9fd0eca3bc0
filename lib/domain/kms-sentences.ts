import type { KmsOutcome } from './kms-outcome'

/** What a person reads about an outcome: what is so, who can change it, and how. */
export interface KmsSentence {
  /** One word or two for a badge. */
  label: string
  whose: 'cloud_admin' | 'operator' | 'network' | 'nobody'
  reason: string
  fix: string
}

const RETURNS = 'everything returns by itself within a minute'

/** Sentences for AWS, by outcome. They hold no ids and nothing that the cloud said. */
export const AWS_SENTENCES: Record<KmsOutcome, KmsSentence> = {
  OK: { label: 'Healthy', whose: 'nobody', reason: 'The key answers.', fix: 'Nothing to do.' },
  DENIED: {
    label: 'Access denied',
    whose: 'cloud_admin',
    reason: 'The key in your AWS account refuses us.',
    fix: `Your cloud administrator has to put our statement back into the key policy; ${RETURNS}.`,
  },
  CONSENT_MISSING: {
    label: 'Consent withdrawn',
    whose: 'cloud_admin',
    reason: 'The role in your AWS account no longer lets us in.',
    fix: `Your cloud administrator has to let us assume the role again; ${RETURNS}.`,
  },
  DISABLED: {
    label: 'Key disabled',
    whose: 'cloud_admin',
    reason: 'The key is disabled in your AWS account.',
    fix: `Your cloud administrator has to enable it; ${RETURNS}.`,
  },
  PENDING_DELETION: {
    label: 'Scheduled for deletion',
    whose: 'cloud_admin',
    reason: 'The key is scheduled for deletion in your AWS account.',
    fix: `Your cloud administrator has to cancel the deletion before its date and then enable the key; ${RETURNS}. After that date the data can never be opened again.`,
  },
  GONE: {
    label: 'Key gone',
    whose: 'cloud_admin',
    reason: 'The key no longer exists in that AWS account and region.',
    fix: 'Your cloud administrator has to find out where it went. A deleted key cannot be brought back.',
  },
  WRAP_BLOCKED: {
    label: 'Opens only',
    whose: 'cloud_admin',
    reason: 'The key opens what it has wrapped, but wraps nothing new. Your data goes on.',
    fix: 'Your cloud administrator has to allow kms:Encrypt again before keys can be rotated or changed.',
  },
  MATERIAL_MISSING: {
    label: 'Key material missing',
    whose: 'cloud_admin',
    reason: 'The key material that was imported into the key has expired or was deleted.',
    fix: `Your cloud administrator has to import the same key material again; ${RETURNS}.`,
  },
  MISCONFIGURED: {
    label: 'Wrong kind of key',
    whose: 'cloud_admin',
    reason: 'The key cannot be used to encrypt and decrypt for us.',
    fix: 'Your cloud administrator has to provide a symmetric key for encryption and decryption in that region.',
  },
  THROTTLED: {
    label: 'Slowed down',
    whose: 'nobody',
    reason: 'AWS KMS is limiting our calls.',
    fix: 'We go on with what is loaded for up to ten minutes and try again by ourselves.',
  },
  UNREACHABLE: {
    label: 'Unreachable',
    whose: 'network',
    reason: 'AWS KMS does not answer.',
    fix: 'We go on with what is loaded for up to ten minutes and try again by ourselves.',
  },
  INTEGRITY: {
    label: 'Wrong answer',
    whose: 'operator',
    reason: 'The key answered, but what it opened is not what was wrapped.',
    fix: 'Use is stopped and nothing was changed. Tell support: the stored share has to be looked at.',
  },
  OURS: {
    label: 'Our credentials',
    whose: 'operator',
    reason: 'AWS does not accept the credentials of this service. Your key is not the cause.',
    fix: 'The operator of this service has been told and has to renew them.',
  },
  UNKNOWN: {
    label: 'Unclear answer',
    whose: 'operator',
    reason: 'Something answered that is not AWS KMS, or in a way that is not known.',
    fix: 'The operator of this service has been told. We try again by ourselves.',
  },
}
