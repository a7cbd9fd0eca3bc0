import { CLOUD_WORDS } from './cloud-words'
import { ACTS, type Act, type ActOutcome } from './kms-acts'
import { KMS_OUTCOMES, type KmsOutcome } from './kms-outcome'
import type { Cloud } from './provider'

/** On whose side something is: what has to be looked at, whoever does it. */
export const SIDES = {
  key_policy: 'who may use the key',
  key: 'the key itself',
  directory: 'your directory or account',
  our_identity: 'our identity',
  network: 'the way to your cloud',
} as const
export type Side = keyof typeof SIDES

/** What a person reads about an outcome: what is so, who can change it, and how. */
export interface KmsSentence {
  /** One word or two for a badge. */
  label: string
  whose: 'cloud_admin' | 'operator' | 'network' | 'nobody'
  side?: Side
  reason: string
  fix: string
}

/** One word or two for each outcome, the same in every cloud. */
export const OUTCOME_LABELS: Record<KmsOutcome, string> = {
  OK: 'Healthy',
  DENIED: 'Access denied',
  CONSENT_MISSING: 'Consent withdrawn',
  DISABLED: 'Key disabled',
  PENDING_DELETION: 'Scheduled for deletion',
  GONE: 'Key gone',
  WRAP_BLOCKED: 'Opens only',
  MATERIAL_MISSING: 'Key material missing',
  MISCONFIGURED: 'Wrong kind of key',
  THROTTLED: 'Slowed down',
  UNREACHABLE: 'Unreachable',
  INTEGRITY: 'Wrong answer',
  OURS: 'Our credentials',
  UNKNOWN: 'Unclear answer',
}

const SIDE_OF: Record<ActOutcome, Side> = {
  DENIED: 'key_policy',
  CONSENT_MISSING: 'directory',
  DISABLED: 'key',
  PENDING_DELETION: 'key',
  GONE: 'key',
  WRAP_BLOCKED: 'key',
  MATERIAL_MISSING: 'key',
  MISCONFIGURED: 'key',
}

const RETURNS = 'everything returns by itself within a minute'
const GOES_ON = 'We go on with what is loaded for up to ten minutes and try again by ourselves.'

/** Sentences by cloud and outcome. They hold no ids and nothing that a cloud said. */
export const KMS_SENTENCES: Record<Cloud, Record<KmsOutcome, KmsSentence>> = {
  aws: sentencesOf('aws'),
  azure: sentencesOf('azure'),
  google: sentencesOf('google'),
}

function sentencesOf(cloud: Cloud): Record<KmsOutcome, KmsSentence> {
  const { name, service } = CLOUD_WORDS[cloud]
  const act = (outcome: ActOutcome) => sentenceOfAct(outcome, ACTS[cloud][outcome])
  return {
    OK: { label: OUTCOME_LABELS.OK, whose: 'nobody', reason: 'The key answers.', fix: 'Nothing to do.' },
    DENIED: act('DENIED'),
    CONSENT_MISSING: act('CONSENT_MISSING'),
    DISABLED: act('DISABLED'),
    PENDING_DELETION: act('PENDING_DELETION'),
    GONE: act('GONE'),
    WRAP_BLOCKED: act('WRAP_BLOCKED'),
    MATERIAL_MISSING: act('MATERIAL_MISSING'),
    MISCONFIGURED: act('MISCONFIGURED'),
    THROTTLED: {
      label: OUTCOME_LABELS.THROTTLED,
      whose: 'nobody',
      side: 'network',
      reason: `${service} is limiting our calls.`,
      fix: GOES_ON,
    },
    UNREACHABLE: {
      label: OUTCOME_LABELS.UNREACHABLE,
      whose: 'network',
      side: 'network',
      reason: `${service} does not answer.`,
      fix: GOES_ON,
    },
    INTEGRITY: {
      label: OUTCOME_LABELS.INTEGRITY,
      whose: 'operator',
      side: 'key',
      reason: 'The key answered, but what it opened is not what was wrapped.',
      fix: 'Use is stopped and nothing was changed. Tell support: the stored share has to be looked at.',
    },
    OURS: {
      label: OUTCOME_LABELS.OURS,
      whose: 'operator',
      side: 'our_identity',
      reason: `${name} does not accept the credentials of this service. Your key is not the cause.`,
      fix: 'The operator of this service has been told and has to renew them.',
    },
    UNKNOWN: {
      label: OUTCOME_LABELS.UNKNOWN,
      whose: 'operator',
      side: 'network',
      reason: `Something answered that is not ${service}, or in a way that is not known.`,
      fix: 'The operator of this service has been told. We try again by ourselves.',
    },
  }
}

function sentenceOfAct(outcome: ActOutcome, { reason, todo, after }: Act): KmsSentence {
  const ends: Partial<Record<ActOutcome, string>> = {
    GONE: '. A deleted key cannot be brought back.',
    WRAP_BLOCKED: '.',
    MISCONFIGURED: '.',
  }
  const end = ends[outcome] ?? `; ${RETURNS}.`
  return {
    label: OUTCOME_LABELS[outcome],
    whose: 'cloud_admin',
    side: SIDE_OF[outcome],
    reason,
    fix: `Your cloud administrator has to ${todo}${end}${after ? ` ${after}` : ''}`,
  }
}

/** What a stored outcome means to people; one that this version doesn't know reads as unclear, none as good. */
export function sentenceOf(cloud: Cloud, cause: string | null): KmsSentence {
  return KMS_SENTENCES[cloud][outcomeOf(cause)]
}

/** A stored outcome in one word or two. */
export function outcomeLabel(cause: string | null): string {
  return OUTCOME_LABELS[outcomeOf(cause)]
}

function outcomeOf(cause: string | null): KmsOutcome {
  return KMS_OUTCOMES.find((outcome) => outcome === cause) ?? (cause === null ? 'OK' : 'UNKNOWN')
}
