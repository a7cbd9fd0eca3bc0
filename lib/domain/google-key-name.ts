/** A customer's key in Google Cloud KMS, taken apart. */
export interface GoogleKeyName {
  /** The full name of the key, without a version. */
  id: string
  project: string
  location: string
  keyRing: string
  key: string
  /** The number of the version that was named, if one was; the key itself is what gets linked. */
  version: string | null
}

/** Why a pasted key reference is refused, each with its sentence. */
export const GOOGLE_KEY_REFUSALS = {
  empty: 'Paste the resource name of the key.',
  whitespace: 'There is a space or a line break inside the name. Copy it again in one piece.',
  key_name_only:
    'This is the key’s name alone, which does not say in which project, location and key ring it is. Paste the full resource name, which begins with projects/.',
  not_a_key_name:
    'This is not the resource name of a key. It looks like projects/my-project/locations/europe-west3/keyRings/my-ring/cryptoKeys/my-key.',
  key_ring:
    'This is the name of a key ring. Paste the name of a key in it: it ends in cryptoKeys/ and the key.',
  another_resource: 'This names something other than a key. The last part has to be cryptoKeys/ and the key.',
  other_service:
    'This belongs to another service. The key has to be one of Cloud KMS: //cloudkms.googleapis.com/ is the only beginning that fits, or none at all.',
  other_url:
    'This is the address of something other than a key’s page in the Google Cloud console. Paste the key’s resource name instead: it begins with projects/.',
  wrong_project:
    'The project in this name is not a project’s id: six to thirty small letters, digits and hyphens.',
  project_number:
    'This names the project by its number. Paste the name with the project’s id, as the console shows it.',
  wrong_location: 'The location in this name is not one of Google Cloud’s, such as europe-west3 or global.',
  location_not_offered: 'The key is in a location that is not offered here.',
  wrong_key_ring: 'The key ring in this name is not complete, or has a character that key rings never have.',
  wrong_key: 'The key’s name is not complete, or has a character that keys never have. Copy it again.',
  wrong_version: 'The version at the end is not a number. Leave it out: the key is linked as a whole.',
  trailing: 'Something follows the key’s name. Copy the name again, up to the key and no further.',
} as const

export type GoogleKeyRefusal = keyof typeof GOOGLE_KEY_REFUSALS

export type ParsedGoogleKeyName =
  | { ok: true; key: GoogleKeyName }
  | { ok: false; code: GoogleKeyRefusal; message: string }

const MAX_LENGTH = 500
const SERVICE = '//cloudkms.googleapis.com/'
const CONSOLE = 'https://console.cloud.google.com/'
const CONSOLE_PATH = /^security\/kms\/key\/manage\/([^/;]+)\/([^/;]+)\/([^/;]+)(?:\/(\d+))?(?:;[^/]*)?$/
/** Old projects stand under a domain: `example.com:my-project`. */
const PROJECT = /^(?:[a-z0-9][a-z0-9.-]{0,62}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/
const LOCATION = /^[a-z]+\d*(?:-[a-z]+\d*)?$/
const ID = /^[A-Za-z0-9_-]{1,63}$/
const VERSION = /^[1-9]\d{0,9}$/

/**
 * Reads a pasted reference to a key: its resource name, with a version or without, the same as a full resource name
 * (`//cloudkms.googleapis.com/…`), or the address of its page in the console. `locations` are those on offer.
 * Space before and after it is forgiven, nothing else.
 */
export function parseGoogleKeyName(pasted: string, locations: readonly string[]): ParsedGoogleKeyName {
  const text = pasted.trim()
  if (text === '') return refused('empty')
  if (/\s/.test(text)) return refused('whitespace')
  if (text.length > MAX_LENGTH) return refused('not_a_key_name')
  const name = resourceName(text)
  if ('code' in name) return refused(name.code)
  const segments = name.text.split('/')
  const refusal = refusalOfShape(segments) ?? refusalOfValues(segments, locations)
  if (refusal !== null) return refused(refusal)
  const [, project = '', , location = '', , keyRing = '', , key = '', , version = null] = segments
  const id = segments.slice(0, 8).join('/')
  return { ok: true, key: { id, project, location, keyRing, key, version } }
}

/** The resource name inside what was pasted, however it was dressed. */
function resourceName(text: string): { text: string } | { code: GoogleKeyRefusal } {
  if (text.startsWith(SERVICE)) return { text: text.slice(SERVICE.length) }
  if (text.startsWith('//')) return { code: 'other_service' }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { text }
  const name = text.startsWith(CONSOLE) ? nameInConsole(text) : null
  return name === null ? { code: 'other_url' } : { text: name }
}

/** Only a key's own page, with exactly one project, says without doubt which key it is. */
function nameInConsole(address: string): string | null {
  const url = new URL(address)
  const [, location, keyRing, key, version] = CONSOLE_PATH.exec(url.pathname.slice(1)) ?? []
  const [project, ...others] = url.searchParams.getAll('project')
  if (location === undefined || !project || others.length > 0) return null
  const name = `projects/${project}/locations/${location}/keyRings/${keyRing}/cryptoKeys/${key}`
  return version === undefined ? name : `${name}/cryptoKeyVersions/${version}`
}

function refusalOfShape(segments: string[]): GoogleKeyRefusal | null {
  if (segments.length === 1) return ID.test(segments[0] ?? '') ? 'key_name_only' : 'not_a_key_name'
  if (segments[0] !== 'projects') return 'not_a_key_name'
  const named = segments.filter((_, index) => index % 2 === 0)
  const [, locations, keyRings, cryptoKeys] = named
  if (locations !== 'locations') return named.length < 2 ? 'not_a_key_name' : 'another_resource'
  if (keyRings !== 'keyRings') return named.length < 3 ? 'not_a_key_name' : 'another_resource'
  if (cryptoKeys === undefined) return 'key_ring'
  if (cryptoKeys !== 'cryptoKeys') return cryptoKeys === '' ? 'key_ring' : 'another_resource'
  if (segments.length > 8 && (segments[8] !== 'cryptoKeyVersions' || segments.length > 10)) return 'trailing'
  return null
}

function refusalOfValues(segments: string[], locations: readonly string[]): GoogleKeyRefusal | null {
  const [, project = '', , location = '', , keyRing = '', , key = ''] = segments
  if (/^\d+$/.test(project)) return 'project_number'
  if (!PROJECT.test(project)) return 'wrong_project'
  if (!LOCATION.test(location)) return 'wrong_location'
  if (!locations.includes(location)) return 'location_not_offered'
  if (!ID.test(keyRing)) return 'wrong_key_ring'
  if (!ID.test(key)) return 'wrong_key'
  return segments.length > 8 && !VERSION.test(segments[9] ?? '') ? 'wrong_version' : null
}

function refused(code: GoogleKeyRefusal): ParsedGoogleKeyName {
  return { ok: false, code, message: GOOGLE_KEY_REFUSALS[code] }
}
