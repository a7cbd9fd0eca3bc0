import { CLOUD_WORDS } from './cloud-words'
import { CLOUDS, type Cloud } from './provider'

/** The live checks on a key, in the order in which they are shown. */
export const PREFLIGHT_CHECKS = [
  'describe',
  'present',
  'symmetric',
  'usage',
  'region',
  'enabled',
  'not_before',
  'expiry',
  'purge_protection',
  'wrap',
  'unwrap',
  'round_trip',
  'other_organization',
  'no_administration',
  'rotation',
] as const

export type PreflightCheck = (typeof PREFLIGHT_CHECKS)[number]

/**
 * What a check means for linking: it has to pass; it must not fail, though it may be that nobody can tell; or it is for
 * information only. null: there is no such thing in that cloud.
 */
export type Need = 'must_pass' | 'must_not_fail' | 'informs' | null

const everywhere = (need: Need): Record<Cloud, Need> => ({ aws: need, azure: need, google: need })

/** Which checks decide whether a key may be linked, and which inform only. */
export const PREFLIGHT_NEEDS: Record<PreflightCheck, Record<Cloud, Need>> = {
  describe: everywhere('must_pass'),
  present: everywhere('must_pass'),
  symmetric: everywhere('must_pass'),
  usage: everywhere('must_pass'),
  region: everywhere('must_pass'),
  enabled: everywhere('must_pass'),
  not_before: { aws: null, azure: 'must_pass', google: null },
  expiry: everywhere('must_pass'),
  // At AWS and Google a deletion always waits, and can be taken back meanwhile.
  purge_protection: { aws: 'informs', azure: 'must_pass', google: 'informs' },
  wrap: everywhere('must_pass'),
  unwrap: everywhere('must_pass'),
  round_trip: everywhere('must_pass'),
  other_organization: everywhere('must_pass'),
  no_administration: everywhere('must_not_fail'),
  rotation: everywhere('informs'),
}

/** The checks that there are in a cloud, in order. */
export function checksFor(cloud: Cloud): PreflightCheck[] {
  return PREFLIGHT_CHECKS.filter((id) => PREFLIGHT_NEEDS[id][cloud] !== null)
}

/** What is checked, as it is shown beside each row. */
export const PREFLIGHT_LABELS: Record<Cloud, Record<PreflightCheck, string>> = {
  aws: labelsOf('aws', {
    present: 'The key is in the account and region of its ARN',
    symmetric: 'It is a symmetric key',
    usage: 'It is meant for encrypting and decrypting',
  }),
  azure: labelsOf('azure', {
    present: 'The key is in the vault of its identifier',
    symmetric: 'It is an RSA key, or an AES key in a Managed HSM',
    usage: 'It may wrap and unwrap',
  }),
  google: labelsOf('google', {
    present: 'The key is in the project and location of its name',
    symmetric: 'It is a symmetric key',
    usage: 'It is meant for encrypting and decrypting',
  }),
}

function labelsOf(cloud: Cloud, own: Record<'present' | 'symmetric' | 'usage', string>) {
  return {
    ...own,
    describe: 'We may read the state of the key',
    region: 'It lies in a region that is offered to you',
    enabled: 'It is enabled',
    not_before: 'It is valid already',
    expiry: 'It does not expire within 90 days',
    purge_protection: 'Nobody can delete it for good at once',
    wrap: 'It wraps a key for your organization',
    unwrap: 'It unwraps that key again',
    round_trip: 'What comes back is what was wrapped, byte for byte',
    other_organization: 'It refuses every other organization',
    no_administration: 'We can neither delete nor administer it',
    rotation: `Its own rotation in ${CLOUD_WORDS[cloud].name}`,
  }
}

/** A row of a check, as far as it decides anything. */
interface Decided {
  id: string
  status: string
}

/** Whether a row keeps a key from being linked. */
export function isObstacle(cloud: Cloud, { id, status }: Decided): boolean {
  const check = PREFLIGHT_CHECKS.find((known) => known === id)
  const need = check ? PREFLIGHT_NEEDS[check][cloud] : null
  if (need === 'must_pass') return status !== 'passed'
  return need === 'must_not_fail' && status !== 'passed' && status !== 'unknown'
}

/** Whether a key may be linked: every check of its cloud was made, and none is an obstacle. */
export function mayLink(cloud: Cloud, rows: Decided[]): boolean {
  const isMade = (id: string) => rows.some((row) => row.id === id)
  return checksFor(cloud).every(isMade) && !rows.some((row) => isObstacle(cloud, row))
}

/** The cloud of a list of checks; only its provider's name is known. */
export function cloudOfProvider(provider: string): Cloud {
  const cloud = CLOUDS.find((name) => name === provider)
  if (!cloud) throw new TypeError('customers’ keys lie in one of the clouds')
  return cloud
}
