import type { Cloud } from '@/lib/domain/provider'

/** What is to be done in each cloud, and what we can and can't do then. */
export const PREPARE_WORDS: Record<Cloud, { title: string; sentence: (organization: string) => string }> = {
  aws: {
    title: 'Create the key, and let us use it',
    sentence: (organization) =>
      `Your account goes on administering the key. We may encrypt and decrypt with it only in calls that carry the id of ${organization}, which you see in your own CloudTrail, and read its state.`,
  },
  azure: {
    title: 'Consent to our application, and give it the key',
    sentence: (organization) =>
      `The application serves ${organization} and nobody else. Its role lets it read this one key, wrap and unwrap with it, which you see in the vault’s own logs; it can’t manage or delete anything.`,
  },
  google: {
    title: 'Create the key, and let our service account use it',
    sentence: (organization) =>
      `The service account serves ${organization} and nobody else. Its roles let it encrypt and decrypt with this one key, which you see in your own audit logs, and read its versions; it can’t manage or destroy anything.`,
  },
}
