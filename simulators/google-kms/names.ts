const PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/
const ID = /^[a-zA-Z0-9_-]{1,63}$/
const NUMBER = /^[1-9]\d{0,9}$/

/** Where keys can lie here: all that the simulator knows of Google's locations. */
export const LOCATIONS = [
  ['europe-west3', 'Frankfurt'],
  ['europe-west1', 'Belgium'],
  ['europe-west2', 'London'],
  ['europe-north1', 'Finland'],
  ['us-east1', 'South Carolina'],
  ['us-central1', 'Iowa'],
  ['us-west1', 'Oregon'],
  ['northamerica-northeast1', 'Montréal'],
  ['southamerica-east1', 'São Paulo'],
  ['asia-southeast1', 'Singapore'],
  ['asia-northeast1', 'Tokyo'],
  ['australia-southeast1', 'Sydney'],
  ['europe', 'multi-region'],
  ['us', 'multi-region'],
  ['global', 'everywhere'],
] as const

export const isLocation = (location: string): boolean => LOCATIONS.some(([id]) => id === location)
export const isProjectId = (id: string): boolean => PROJECT.test(id)
export const isResourceId = (id: string): boolean => ID.test(id)

/** A resource's full name taken apart; what lies deeper than the name goes is null. */
export interface ResourceName {
  kind: 'project' | 'location' | 'keyRing' | 'cryptoKey' | 'cryptoKeyVersion'
  project: string
  /** Full names of the resource and of those that hold it; null below its own level. */
  ring: string | null
  key: string | null
  version: string | null
}

const COLLECTIONS = ['projects', 'locations', 'keyRings', 'cryptoKeys', 'cryptoKeyVersions']
const KINDS = ['project', 'location', 'keyRing', 'cryptoKey', 'cryptoKeyVersion'] as const
const FORMS = [PROJECT, /^[a-z0-9-]{1,63}$/, ID, ID, NUMBER]

/** Takes a resource name apart; null when it is not one. */
export function parseName(name: string): ResourceName | null {
  const segments = name.split('/')
  const kind = KINDS[segments.length / 2 - 1]
  const fits = segments.every((segment, index) => {
    const level = Math.floor(index / 2)
    return index % 2 === 0 ? segment === COLLECTIONS[level] : FORMS[level]?.test(segment)
  })
  if (kind === undefined || !fits) return null
  const upTo = (length: number) => (segments.length >= length ? segments.slice(0, length).join('/') : null)
  return { kind, project: segments[1] ?? '', ring: upTo(6), key: upTo(8), version: upTo(10) }
}

/** The last part of a name. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** The location of a key ring, key or version. */
export const locationOf = (name: string): string => name.split('/')[3] ?? ''
