import type { Html } from '../../shared/page/html'
import { badge, copyable } from '../../shared/page/parts'
import type { KeyView } from '../control/view'
import { AWS_FAULT_KINDS, BREAKABLE } from '../faults'
import type { KeyState } from '../keys'
import type { World } from '../world'

const STATES: Record<KeyState, Parameters<typeof badge>> = {
  Enabled: ['good', 'check', 'Enabled'],
  Disabled: ['bad', 'stop', 'Disabled'],
  PendingDeletion: ['warn', 'clock', 'Pending deletion'],
  PendingReplicaDeletion: ['warn', 'clock', 'Waits for its replicas'],
  PendingImport: ['warn', 'inbox', 'Pending import'],
  Unavailable: ['warn', 'cloudOff', 'Unavailable'],
  Creating: ['warn', 'clock', 'Being made'],
  Updating: ['good', 'check', 'Changing its primary'],
}

const KINDS: Record<string, string> = {
  'SYMMETRIC_DEFAULT ENCRYPT_DECRYPT': 'Symmetric · encrypt and decrypt',
  'RSA_2048 ENCRYPT_DECRYPT': 'RSA 2048 · encrypt and decrypt',
  'RSA_2048 SIGN_VERIFY': 'RSA 2048 · sign and verify',
  'ECC_NIST_P256 SIGN_VERIFY': 'ECC NIST P-256 · sign and verify',
  'HMAC_256 GENERATE_VERIFY_MAC': 'HMAC 256 · make and verify codes',
}

/** What a key is and is for, in words. */
export const kindOf = (spec: string, usage: string): string =>
  KINDS[`${spec} ${usage}`] ?? `${spec} · ${usage}`

export const stateBadge = (state: KeyState): Html => badge(...STATES[state])

/** The ARN of a key, to be copied; `what` names it for those who can't see it. */
export const arnOf = (key: KeyView, what: string, id: string): Html =>
  copyable(key.arn, what, id, /(?=key\/)/)

/** The page of an account, and where the control API has it. */
export const accountPath = (id: string): string => `/aws/accounts/${id}`
export const keyPath = (key: { accountId: string; region: string; id: string }): string =>
  `${accountPath(key.accountId)}/keys/${key.region}/${key.id}`
export const rolePath = (role: { accountId: string; name: string }): string =>
  `${accountPath(role.accountId)}/roles/${role.name}`

export const isPendingDeletion = ({ state }: { state: KeyState }): boolean =>
  state === 'PendingDeletion' || state === 'PendingReplicaDeletion'

/** Policies that came in one line are laid out for reading. */
export const pretty = (policy: string): string =>
  policy.includes('\n') ? policy : JSON.stringify(JSON.parse(policy), null, 2)

/** What the faults panel of every page has alike. */
export const breaking = (world: World) => ({
  cloud: 'aws',
  faults: world.faults,
  kinds: AWS_FAULT_KINDS,
  operations: BREAKABLE,
})

/** How a key is called in lists and titles. */
export const nameOf = (key: KeyView): string =>
  key.description || key.aliases[0] || `Key ${key.id.slice(0, 8)}`

export const rotationWords = ({ rotation, spec }: KeyView): string => {
  if (spec !== 'SYMMETRIC_DEFAULT') return 'Not for this kind'
  return rotation.enabled ? `Every ${rotation.periodInDays} days` : 'Off'
}
