import type { FaultKind, FaultRequest } from '../faults'

/** What each fault is, as a person would say it. */
export const FAULT_WORDS: Record<FaultKind, string> = {
  timeout: 'Never answer',
  slow: 'Answer late',
  'slow-body': 'Answer half, the rest late',
  reset: 'Cut the line',
  truncated: 'Cut the line in the middle of the answer',
  empty: 'Answer nothing, as if it were well',
  html: 'Answer with a sign-in page of a network',
  'bad-gateway': 'Answer with a proxy’s error page',
  redirect: 'Send elsewhere',
  huge: 'Answer with 50 MB',
  http500: 'Fail inside the cloud',
  unavailable: 'Be unavailable',
  throttle: 'Throttle',
  deny: 'Deny',
  'wrong-key': 'Answer in another key’s name',
  'wrong-answer': 'Answer with other bytes',
  'wrong-length': 'Answer a byte short',
  'bit-flip': 'Turn one bit of the answer',
  'bit-flip-checksummed': 'Turn one bit, with a checksum that fits',
  unverified: 'Say that what was sent did not arrive whole',
}

/** Kinds by whose doing they are, for a list of choices. */
export const FAULT_GROUPS: readonly { label: string; kinds: readonly FaultKind[] }[] = [
  {
    label: 'On the way',
    kinds: [
      'timeout',
      'slow',
      'slow-body',
      'reset',
      'truncated',
      'empty',
      'html',
      'bad-gateway',
      'redirect',
      'huge',
    ],
  },
  { label: 'In the cloud', kinds: ['http500', 'unavailable', 'throttle', 'deny'] },
  {
    label: 'A cloud that lies',
    kinds: ['wrong-key', 'wrong-answer', 'wrong-length', 'bit-flip', 'bit-flip-checksummed', 'unverified'],
  },
]

/** The faults that are one click away. */
export const QUICK_FAULTS: readonly FaultKind[] = ['timeout', 'slow', 'reset', 'http500', 'throttle', 'deny']

/** A kind with what it needs to be set. */
export function requestFor(kind: FaultKind): FaultRequest {
  if (kind === 'slow' || kind === 'slow-body') return { kind, delayMs: 3_000 }
  return kind === 'throttle' ? { kind, retryAfterS: 2 } : { kind }
}
