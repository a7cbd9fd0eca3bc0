type Detail = Record<string, unknown>

interface ActionWords {
  /** the kind of change, for filters */
  label: string
  /** what happened, after the name of who did it */
  sentence: string | ((detail: Detail) => string)
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** A thing by the name it had, in quotation marks. */
const named = (thing: string, name: unknown) => (text(name) ? `${thing} “${text(name)}”` : thing)

const FIELD_WORDS: Record<string, string> = {
  name: 'name',
  host: 'host',
  port: 'port',
  database: 'database',
  username: 'user',
  verifyTls: 'TLS verification',
}

/** The fields whose names stand in a change, in words: "host, port and the password". */
function changed({ after, passwordChanged }: Detail): string {
  const names = typeof after === 'object' && after ? Object.keys(after) : []
  const words = names.map((name) => FIELD_WORDS[name] ?? name)
  if (passwordChanged === true) words.push('the password')
  if (words.length === 0) return 'nothing'
  const last = words.pop()
  return words.length > 0 ? `${words.join(', ')} and ${last}` : String(last)
}

/** Every code that an audit entry may carry. */
const ACTIONS: Record<string, ActionWords> = {
  'connection.created': {
    label: 'Connection added',
    sentence: (detail) => `Added ${named('the connection', detail.name)}, to ${text(detail.host)}.`,
  },
  'connection.updated': {
    label: 'Connection changed',
    sentence: (detail) => `Changed ${changed(detail)} of ${named('the connection', detail.name)}.`,
  },
  'connection.removed': {
    label: 'Connection removed',
    sentence: (detail) => `Removed ${named('the connection', detail.name)} with its credential.`,
  },
  'connection.test_requested': {
    label: 'Connection test asked for',
    sentence: (detail) => `Asked for a test of ${named('the connection', detail.name)}.`,
  },
  'document.created': { label: 'Document added', sentence: 'Added a document.' },
  'document.removed': { label: 'Document removed', sentence: 'Removed a document.' },
}

/** The kind of change that a code stands for; an unknown code stands for itself. */
export function actionLabel(action: string): string {
  return ACTIONS[action]?.label ?? action
}

/** What happened, in a sentence; an unknown code is shown as it is. */
export function auditSentence(action: string, detail: Detail): string {
  const words = ACTIONS[action]
  if (!words) return action
  return typeof words.sentence === 'string' ? words.sentence : words.sentence(detail)
}
