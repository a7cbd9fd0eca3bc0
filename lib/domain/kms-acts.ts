import type { Cloud } from './provider'

/** The outcomes that each cloud has its own words for: what is so, and what its administrator has to do. */
export type ActOutcome =
  | 'DENIED'
  | 'CONSENT_MISSING'
  | 'DISABLED'
  | 'PENDING_DELETION'
  | 'GONE'
  | 'WRAP_BLOCKED'
  | 'MATERIAL_MISSING'
  | 'MISCONFIGURED'

/** What is so, and what the cloud administrator has to do about it. */
export interface Act {
  reason: string
  todo: string
  after?: string
}

const LOST = 'After that date the data can never be opened again.'
const BEFORE_A_CHANGE = 'before keys can be rotated or changed'

export const ACTS: Record<Cloud, Record<ActOutcome, Act>> = {
  aws: {
    DENIED: {
      reason: 'The key in your AWS account refuses us.',
      todo: 'put our statement back into the key policy',
    },
    CONSENT_MISSING: {
      reason: 'The role in your AWS account no longer lets us in.',
      todo: 'let us assume the role again',
    },
    DISABLED: { reason: 'The key is disabled in your AWS account.', todo: 'enable it' },
    PENDING_DELETION: {
      reason: 'The key is scheduled for deletion in your AWS account.',
      todo: 'cancel the deletion before its date and then enable the key',
      after: LOST,
    },
    GONE: {
      reason: 'The key no longer exists in that AWS account and region.',
      todo: 'find out where it went',
    },
    WRAP_BLOCKED: {
      reason: 'The key opens what it has wrapped, but wraps nothing new. Your data goes on.',
      todo: `allow kms:Encrypt again ${BEFORE_A_CHANGE}`,
    },
    MATERIAL_MISSING: {
      reason: 'The key material that was imported into the key has expired or was deleted.',
      todo: 'import the same key material again',
    },
    MISCONFIGURED: {
      reason: 'The key cannot be used to encrypt and decrypt for us.',
      todo: 'provide a symmetric key for encryption and decryption in that region',
    },
  },
  azure: {
    DENIED: {
      reason: 'The key in your Azure tenant refuses us.',
      todo: 'give our application its role on the key again, and let it through the vault’s firewall',
    },
    CONSENT_MISSING: {
      reason: 'Our application is no longer admitted to your Azure tenant.',
      todo: 'consent to it again and give it its role on the key',
    },
    DISABLED: { reason: 'The key is disabled in your Azure tenant.', todo: 'enable it' },
    PENDING_DELETION: {
      reason: 'The key was deleted in your Azure tenant and can still be recovered.',
      todo: 'recover it before it is purged',
      after: LOST,
    },
    GONE: { reason: 'The key, or its vault, no longer exists.', todo: 'find out where it went' },
    WRAP_BLOCKED: {
      reason:
        'The key opens what it has wrapped, but wraps nothing new: it is outside its dates, or may not wrap. Your data goes on.',
      todo: `make a new version of the key, or move its dates, ${BEFORE_A_CHANGE}`,
    },
    MATERIAL_MISSING: {
      reason: 'The key has no material that could be used.',
      todo: 'bring the same key material back',
    },
    MISCONFIGURED: {
      reason: 'The key cannot be used to wrap and unwrap for us.',
      todo: 'provide an RSA key in a vault, or an AES key in a Managed HSM, that may wrap and unwrap',
    },
  },
  google: {
    DENIED: {
      reason: 'The key in your Google Cloud project refuses us.',
      todo: 'give our service account its roles on the key again',
    },
    CONSENT_MISSING: {
      reason: 'Cloud KMS is switched off in your Google Cloud project.',
      todo: 'switch the Cloud KMS API on again',
    },
    DISABLED: {
      reason: 'The version of the key that is needed is disabled in your Google Cloud project.',
      todo: 'enable that version',
    },
    PENDING_DELETION: {
      reason:
        'The version of the key that is needed is scheduled for destruction in your Google Cloud project.',
      todo: 'restore that version before its date and then enable it',
      after: LOST,
    },
    GONE: {
      reason: 'The key, or the version of it that is needed, no longer exists in that Google Cloud project.',
      todo: 'find out where it went',
    },
    WRAP_BLOCKED: {
      reason:
        'The key opens what it has wrapped, but wraps nothing new: its primary version can’t be used. Your data goes on.',
      todo: `enable the primary version, or make another one primary, ${BEFORE_A_CHANGE}`,
    },
    MATERIAL_MISSING: {
      reason: 'The key has no version with key material that could be used.',
      todo: 'import the same key material again, or give the key a primary version',
    },
    MISCONFIGURED: {
      reason: 'The key cannot be used to encrypt and decrypt for us.',
      todo: 'provide a key whose purpose is symmetric encryption and decryption',
    },
  },
}
