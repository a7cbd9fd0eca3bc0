import { CLOUD_WORDS } from './cloud-words'
import { DATA_CLASSES, dataClassNames } from './data-classes'
import { KMS_OUTCOMES } from './kms-outcome'
import { OUTCOME_LABELS } from './kms-sentences'
import { ROLE_LABELS } from './permissions'
import { CLOUDS } from './provider'

type Detail = Record<string, unknown>

interface ActionWords {
  /** the kind of change, for filters */
  label: string
  /** what happened, to be read after the name of who did it */
  sentence: (detail: Detail) => string
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** A part of a sentence that is there only when its value is. */
const part = (before: string, value: unknown, after = '') =>
  text(value) ? `${before}${text(value)}${after}` : ''

const named = (thing: string, name: unknown) => `${thing}${part(' “', name, '”')}`

/** What the cloud said, as an aside: "Key disabled". */
function causeOf({ cause }: Detail): string {
  const outcome = KMS_OUTCOMES.find((name) => name === cause)
  return outcome ? OUTCOME_LABELS[outcome].toLowerCase() : text(cause)
}

const FIELD_WORDS: Record<string, string> = {
  name: 'the name',
  host: 'the host',
  port: 'the port',
  database: 'the database',
  username: 'the user',
  verifyTls: 'the TLS verification',
}

/** The fields that a change touched, in words: "the host, the port and the password". */
function touched({ after, passwordChanged }: Detail): string {
  const names = typeof after === 'object' && after ? Object.keys(after) : []
  const words = names.map((name) => FIELD_WORDS[name] ?? name)
  if (passwordChanged === true) words.push('the password')
  const last = words.pop()
  if (last === undefined) return 'nothing'
  return words.length > 0 ? `${words.join(', ')} and ${last}` : last
}

/** What a token may do, in words: "encrypt secrets and credentials; decrypt API exports". */
function reachOf({ encryptClasses, decryptClasses }: Detail): string {
  const labels = (names: unknown) =>
    Object.entries(DATA_CLASSES)
      .filter(([name]) => Array.isArray(names) && names.includes(name))
      .map(([, { label }]) => label.charAt(0).toLowerCase() + label.slice(1))
  const parts = [
    ['encrypt', labels(encryptClasses)],
    ['decrypt', labels(decryptClasses)],
  ] as const
  return parts.flatMap(([verb, words]) => (words.length > 0 ? `${verb} ${words.join(', ')}` : [])).join('; ')
}

const cloudName = (name: unknown) =>
  CLOUDS.filter((cloud) => cloud === name).map((cloud) => CLOUD_WORDS[cloud].service)[0]

/** What an offer holds, in words: "in AWS KMS and Google Cloud KMS, in 3 regions". */
function offerWords({ azureClientId, googleServiceAccount, regions }: Detail): string {
  const clouds = ['AWS KMS', azureClientId && 'Azure Key Vault', googleServiceAccount && 'Google Cloud KMS']
  const limit = Array.isArray(regions) && regions.length > 0 ? `, in ${regions.join(', ')} only` : ''
  return `in ${clouds.filter(Boolean).join(', ')}${limit}`
}

/** The checks that an entry is about: "It is enabled; It is valid already". */
function checksOf({ checks }: Detail): string {
  const labels = (Array.isArray(checks) ? checks : []).map((check) => text((check as Detail)?.label))
  return labels.filter(Boolean).join('; ') || 'a check'
}

/** Enough of a version's id to tell it from others. */
const shortVersion = (id: unknown) => (text(id).length > 12 ? `…${text(id).slice(-12)}` : text(id))

/** The day of a stored moment, in UTC. */
const dayOf = (value: unknown) => (/^\d{4}-\d\d-\d\d/.test(text(value)) ? text(value).slice(0, 10) : '')

const roleLabel = (role: unknown) =>
  Object.entries(ROLE_LABELS)
    .find(([name]) => name === role)?.[1]
    .toLowerCase() ?? text(role)

const classLabel = (name: unknown) =>
  dataClassNames
    .filter((dataClass) => dataClass === name)
    .map((dataClass) => DATA_CLASSES[dataClass].label.toLowerCase())[0]

/** Every code that an audit entry may carry. */
const ACTIONS: Record<string, ActionWords> = {
  'organization.created': {
    label: 'Organization made',
    sentence: ({ name }) => `Made ${named('the organization', name)}.`,
  },
  'member.added': {
    label: 'Member added',
    sentence: ({ email, role }) => `Added ${text(email) || 'a person'}${part(' as ', roleLabel(role))}.`,
  },
  'key.checks_requested': {
    label: 'Key checks asked for',
    sentence: ({ keyId }) => `Asked for the checks of a key${part(': ', keyId)}.`,
  },
  'key.link_requested': {
    label: 'Key link asked for',
    sentence: ({ keyId }) =>
      `Asked to link a key and took on the three duties: keep it confidential, intact and available${part(' (', keyId, ')')}.`,
  },
  'key.linked': {
    label: 'Key linked',
    sentence: ({ keyId }) => `Linked the customer-managed key${part(' ', keyId)}.`,
  },
  'key.unlinked': {
    label: 'Key unlinked',
    sentence: ({ keyId }) =>
      `Ended the link to the customer-managed key${part(' ', keyId)}; its classes are under the platform’s keys again.`,
  },
  'keys.offer_requested': {
    label: 'Customer keys: offer asked for',
    sentence: (detail) => `Asked to offer customer-managed keys${part(' ', offerWords(detail))}.`,
  },
  'keys.withdrawal_requested': {
    label: 'Customer keys: withdrawal asked for',
    sentence: () => 'Asked to withdraw the offer of customer-managed keys.',
  },
  'keys.offered': {
    label: 'Customer keys offered',
    sentence: (detail) => `Offered customer-managed keys${part(' ', offerWords(detail))}.`,
  },
  'keys.withdrawn': {
    label: 'Customer keys withdrawn',
    sentence: () => 'Withdrew the offer of customer-managed keys. A link that exists goes on.',
  },
  'handoff.created': {
    label: 'Steps handed off',
    sentence: ({ provider, expiresAt }) =>
      `Made a link that hands the steps${part(' in ', cloudName(provider))} to somebody without an account${part(', until ', dayOf(expiresAt))}.`,
  },
  'handoff.revoked': {
    label: 'Hand-off revoked',
    sentence: ({ provider }) =>
      `Revoked a link that handed off the steps${part(' in ', cloudName(provider))}.`,
  },
  'data_key.made': {
    label: 'Data key made',
    sentence: ({ dataClass }) => `Made the first data key${part(' for ', classLabel(dataClass))}.`,
  },
  'data_key.rotated': {
    label: 'Data key rotated',
    sentence: ({ dataClass, version }) =>
      `Made a new data key${part(' for ', classLabel(dataClass))}${part(', version ', version)}; the one before opens only.`,
  },
  'key.check_requested': {
    label: 'Key check asked for',
    sentence: () => 'Asked for a check of the linked key right now.',
  },
  'key.version_noticed': {
    label: 'New key version noticed',
    sentence: ({ version }) =>
      `Noticed that the key was rotated in its cloud${part(': version ', shortVersion(version))} wraps what is new. Keep the older ones.`,
  },
  'key.drift_found': {
    label: 'Key drifted',
    sentence: (detail) =>
      `Found in the daily checks of the key that this no longer holds: ${checksOf(detail)}.`,
  },
  'key.drift_gone': {
    label: 'Key mended',
    sentence: (detail) => `Found in the checks of the key that this holds again: ${checksOf(detail)}.`,
  },
  'availability.stopped': {
    label: 'Use of the key stopped',
    sentence: (detail) => `Stopped use of everything under the key${part(': ', causeOf(detail))}.`,
  },
  'availability.grace': {
    label: 'Key out of reach',
    sentence: (detail) =>
      `Could not reach the key${part(' (', causeOf(detail), ')')}; what is loaded goes on for up to ten minutes.`,
  },
  'availability.doubted': {
    label: 'Key refused one process',
    sentence: (detail) =>
      `One of our processes alone was refused by the key${part(' (', causeOf(detail), ')')}; it stopped, and all others prove the key again.`,
  },
  'availability.returned': {
    label: 'Key returned',
    sentence: () => 'Opened everything under the key again: it answers.',
  },
  'rotation.requested': {
    label: 'Rotation asked for',
    sentence: ({ newKeyId, reason }) =>
      `Asked for a rotation${part(' to ', newKeyId)}${part('. Reason: ', reason)}.`,
  },
  'rotation.approved': {
    label: 'Rotation approved',
    sentence: ({ reason }) => `Approved the rotation${part('. Reason: ', reason)}.`,
  },
  'rotation.rejected': {
    label: 'Rotation rejected',
    sentence: ({ reason }) => `Rejected the rotation${part('. Reason: ', reason)}.`,
  },
  'rotation.expired': {
    label: 'Rotation request expired',
    sentence: () => 'Closed a request for a rotation that nobody decided in time.',
  },
  'rotation.refused': {
    label: 'Rotation refused',
    sentence: ({ reason }) => `Refused the rotation before anything was changed${part('. ', reason)}.`,
  },
  'rotation.promoted': {
    label: 'New key promoted',
    sentence: ({ newKeyId }) => `Made the new key active${part(': ', newKeyId)}.`,
  },
  'rotation.completed': {
    label: 'Rotation complete',
    sentence: ({ oldKeyId }) =>
      `Completed the rotation. Nothing needs the old key any more${part(': ', oldKeyId)}.`,
  },
  'connection.created': {
    label: 'Connection added',
    sentence: ({ name, host }) => `Added ${named('the connection', name)}${part(', to ', host)}.`,
  },
  'connection.updated': {
    label: 'Connection changed',
    sentence: (detail) => `Changed ${touched(detail)} of ${named('the connection', detail.name)}.`,
  },
  'connection.removed': {
    label: 'Connection removed',
    sentence: ({ name }) => `Removed ${named('the connection', name)} with its credential.`,
  },
  'connection.test_requested': {
    label: 'Connection test asked for',
    sentence: ({ name }) => `Asked for a test of ${named('the connection', name)}.`,
  },
  'token.created': {
    label: 'Token made',
    sentence: (detail) =>
      `Made ${named('the token', detail.name)}${part(', which may ', reachOf(detail))}${part(', until ', dayOf(detail.expiresAt))}.`,
  },
  'token.revoked': {
    label: 'Token revoked',
    sentence: ({ name }) => `Revoked ${named('the token', name)}.`,
  },
  'document.created': { label: 'Document added', sentence: () => 'Added a document.' },
  'document.removed': { label: 'Document removed', sentence: () => 'Removed a document.' },
}

/** The kind of change that a code stands for; an unknown code stands for itself. */
export function actionLabel(action: string): string {
  return ACTIONS[action]?.label ?? action
}

/** What happened, in a sentence; an unknown code is shown as it is. */
export function auditSentence(action: string, detail: Detail): string {
  const sentence = ACTIONS[action]?.sentence(detail) ?? action
  return sentence.replace(/([.!?])\.$/, '$1') // a reason may bring its own full stop
}
