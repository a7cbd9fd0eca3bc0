import type { CheckRow } from './jobs'
import type { KmsOutcome } from './kms-outcome'
import { AWS_SENTENCES, type KmsSentence } from './kms-sentences'

/** The live checks on a key before it is linked, in the order in which they are shown. */
export const PREFLIGHT_CHECKS = [
  'describe',
  'present',
  'symmetric',
  'usage',
  'enabled',
  'wrap',
  'unwrap',
  'other_organization',
  'rotation',
] as const

export type PreflightCheck = (typeof PREFLIGHT_CHECKS)[number]

/** What is checked, as it is shown beside each row. */
export const PREFLIGHT_LABELS: Record<PreflightCheck, string> = {
  describe: 'We may read the state of the key',
  present: 'The key is in the account and region of its ARN',
  symmetric: 'It is a symmetric key',
  usage: 'It is meant for encrypting and decrypting',
  enabled: 'It is enabled',
  wrap: 'It wraps a key for your organization',
  unwrap: 'It unwraps that key again, byte for byte',
  other_organization: 'It refuses every other organization',
  rotation: 'Its own rotation in AWS',
}

/** A row as the job sends it, with a stable code of what was found. */
export interface PreflightRow extends CheckRow {
  id: PreflightCheck
  code: string
}

/** Findings that are not simply an outcome of a call. */
const FINDINGS = {
  asymmetric_key: {
    whose: 'cloud_admin',
    reason: 'The key is not symmetric.',
    fix: 'Create a key of the type “Symmetric” and paste its ARN.',
  },
  wrong_usage: {
    whose: 'cloud_admin',
    reason: 'The key is made for another use, such as signing or message authentication.',
    fix: 'Create a key whose usage is “Encrypt and decrypt” and paste its ARN.',
  },
  encrypt_denied: {
    whose: 'cloud_admin',
    reason: 'The key policy does not let us encrypt for your organization.',
    fix: 'Put the policy from the step before into the key, with kms:Encrypt and your organization’s id as they stand there.',
  },
  decrypt_denied: {
    whose: 'cloud_admin',
    reason: 'The key policy lets us encrypt, but not decrypt.',
    fix: 'Put kms:Decrypt into the statement of the policy from the step before.',
  },
  describe_denied: {
    whose: 'cloud_admin',
    reason: 'The key does not exist, or its policy does not let us read its state.',
    fix: 'Compare the ARN with the one in your AWS account, and put the policy from the step before into the key.',
  },
  policy_not_conditioned: {
    whose: 'cloud_admin',
    reason: 'The key also works for an organization that is not yours: its policy lacks the condition.',
    fix: 'Put the condition on your organization’s id from the step before into the policy, and remove every other statement that lets us in.',
  },
  rotation_on: { whose: 'nobody', reason: 'AWS rotates the key by itself.', fix: 'Nothing to do.' },
  rotation_off: {
    whose: 'nobody',
    reason: 'AWS does not rotate the key by itself. That is allowed.',
    fix: 'Turn on automatic rotation in AWS if your policy asks for it.',
  },
  rotation_unknown: {
    whose: 'nobody',
    reason: 'We cannot see whether AWS rotates the key. That is allowed.',
    fix: 'Put kms:GetKeyRotationStatus into the policy to have it shown here.',
  },
  check_failed_before: {
    whose: 'nobody',
    reason: 'Not tried, because a check before it did not pass.',
    fix: 'Mend that one and run the checks again.',
  },
} as const satisfies Record<string, Omit<KmsSentence, 'label'>>

export type PreflightFinding = keyof typeof FINDINGS

/** The row of a check that passed. */
export function passedRow(id: PreflightCheck, finding?: PreflightFinding): PreflightRow {
  return rowOf(id, 'passed', finding ?? 'ok', finding ? FINDINGS[finding] : undefined)
}

/** The row of a check that did not pass, was not tried (`skipped`) or could not be decided (`unknown`). */
export function findingRow(
  id: PreflightCheck,
  status: 'failed' | 'skipped' | 'unknown',
  finding: PreflightFinding,
): PreflightRow {
  return rowOf(id, status, finding, FINDINGS[finding])
}

/** The row of a check whose call ended with this outcome: undecided if nothing answered, else failed. */
export function outcomeRow(id: PreflightCheck, outcome: KmsOutcome): PreflightRow {
  const undecided: KmsOutcome[] = ['UNREACHABLE', 'THROTTLED', 'UNKNOWN', 'OURS']
  const status = undecided.includes(outcome) ? 'unknown' : 'failed'
  return rowOf(id, status, outcome, LINKING_SENTENCES[outcome] ?? AWS_SENTENCES[outcome])
}

/** While linking nothing is loaded yet, so that there is no grace to speak of. */
const LINKING_SENTENCES: Partial<Record<KmsOutcome, Omit<KmsSentence, 'label'>>> = {
  UNREACHABLE: {
    whose: 'network',
    reason: 'AWS KMS does not answer in that region.',
    fix: 'Run the checks again in a moment. If it stays so, the operator of this service has to look.',
  },
  THROTTLED: {
    whose: 'nobody',
    reason: 'AWS KMS is limiting our calls at the moment.',
    fix: 'Run the checks again in a minute.',
  },
  DISABLED: {
    whose: 'cloud_admin',
    reason: 'The key is disabled in your AWS account.',
    fix: 'Enable the key and run the checks again.',
  },
  PENDING_DELETION: {
    whose: 'cloud_admin',
    reason: 'The key is scheduled for deletion.',
    fix: 'Use another key, or cancel the deletion, enable the key and run the checks again.',
  },
  GONE: {
    whose: 'cloud_admin',
    reason: 'There is no such key in that account and region.',
    fix: 'Compare the ARN with the one in your AWS account.',
  },
}

function rowOf(
  id: PreflightCheck,
  status: PreflightRow['status'],
  code: string,
  sentence?: Omit<KmsSentence, 'label'>,
): PreflightRow {
  const { whose, reason, fix } = sentence ?? {}
  return { id, label: PREFLIGHT_LABELS[id], status, code, ...(sentence ? { whose, reason, fix } : {}) }
}
