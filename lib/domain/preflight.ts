import { CLOUD_WORDS } from './cloud-words'
import type { CheckRow } from './jobs'
import type { KmsOutcome } from './kms-outcome'
import { KMS_SENTENCES, type KmsSentence } from './kms-sentences'
import { PREFLIGHT_LABELS, type PreflightCheck } from './preflight-checks'
import { findingsOf, type PreflightFinding } from './preflight-findings'
import type { Cloud } from './provider'

/** A row as the job sends it, with a stable code of what was found. */
export interface PreflightRow extends CheckRow {
  id: PreflightCheck
  code: string
}

/** The outcomes that leave a check undecided: nothing that speaks for the key has answered. */
const UNDECIDED: readonly KmsOutcome[] = ['UNREACHABLE', 'THROTTLED', 'UNKNOWN', 'OURS']

/** Makes the rows of the checks of one cloud's key. */
export class RowMaker {
  readonly #findings: ReturnType<typeof findingsOf>

  constructor(readonly cloud: Cloud) {
    this.#findings = findingsOf(cloud)
  }

  /** The row of a check that passed, perhaps with something to say about it. */
  passed(id: PreflightCheck, finding?: PreflightFinding): PreflightRow {
    return this.#row(id, 'passed', finding ?? 'ok', finding && this.#findings[finding])
  }

  /** The row of a check that did not pass, was not tried (`skipped`) or could not be decided (`unknown`). */
  found(
    id: PreflightCheck,
    status: 'failed' | 'skipped' | 'unknown',
    finding: PreflightFinding,
  ): PreflightRow {
    return this.#row(id, status, finding, this.#findings[finding])
  }

  /** The row of a check whose call ended with this outcome: undecided if nothing answered, else failed. */
  outcome(id: PreflightCheck, outcome: KmsOutcome): PreflightRow {
    const status = UNDECIDED.includes(outcome) ? 'unknown' : 'failed'
    return this.#row(id, status, outcome, linkingSentence(this.cloud, outcome))
  }

  #row(
    id: PreflightCheck,
    status: PreflightRow['status'],
    code: string,
    sentence?: Omit<KmsSentence, 'label'>,
  ): PreflightRow {
    const label = PREFLIGHT_LABELS[this.cloud][id]
    if (!sentence) return { id, label, status, code }
    const { whose, side, reason, fix } = sentence
    return { id, label, status, code, whose, ...(side ? { side } : {}), reason, fix }
  }
}

/** While a key is checked nothing has been stopped, so that there is no grace or return to speak of. */
function linkingSentence(cloud: Cloud, outcome: KmsOutcome): Omit<KmsSentence, 'label'> {
  const { service, keyId, account } = CLOUD_WORDS[cloud]
  const usual = KMS_SENTENCES[cloud][outcome]
  const fixes: Partial<Record<KmsOutcome, string>> = {
    UNREACHABLE:
      'Run the checks again in a moment. If it stays so, the operator of this service has to look.',
    THROTTLED: 'Run the checks again in a minute.',
    DISABLED:
      cloud === 'google'
        ? 'Enable that version and run the checks again.'
        : 'Enable the key and run the checks again.',
    PENDING_DELETION: 'Use another key, or take the deletion back, enable the key and run the checks again.',
    GONE: `Compare the ${keyId} with the one in ${account}.`,
  }
  const reasons: Partial<Record<KmsOutcome, string>> = {
    UNREACHABLE: cloud === 'aws' ? `${service} does not answer in that region.` : usual.reason,
    THROTTLED: `${service} is limiting our calls at the moment.`,
    GONE: `There is no such key in ${account}.`,
  }
  return { ...usual, reason: reasons[outcome] ?? usual.reason, fix: fixes[outcome] ?? usual.fix }
}
