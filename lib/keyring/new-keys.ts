import { randomUUID } from 'node:crypto'
import { DataKey, MasterKey, randomKey, unwrapKey, wrapKey } from '@/lib/crypto'
import { DEFAULT_REGION, DEFAULT_SCOPE, type MasterKeyMode, PLATFORM_SCOPE } from '@/lib/domain/data-classes'
import type { RootKey } from '@/lib/kms/root-key'
import type { DataKeyRow, NewDataKey, NewMasterKey } from '@/lib/store/key-rows'
import { shareContext } from './share-context'

/** A root and the id of the row that stands for it. */
export interface RootRef {
  rowId: string
  root: RootKey
}

/** What a new master key is made of. */
export interface MasterKeyPlan {
  organization: string
  version: number
  platform: RootRef
  /** wrap the customer share under each of these; none makes a platform master key */
  customers: RootRef[]
}

/**
 * Makes a master key from fresh shares and has each root wrap its share; nothing is stored yet.
 * @throws KmsError when a root refuses or can't be reached
 */
export async function makeMasterKey(plan: MasterKeyPlan): Promise<{ key: MasterKey; row: NewMasterKey }> {
  const mode: MasterKeyMode = plan.customers.length > 0 ? 'composite' : 'platform'
  const scope = mode === 'composite' ? DEFAULT_SCOPE : PLATFORM_SCOPE
  const place = { scope, region: DEFAULT_REGION, version: plan.version }
  const ids = { id: randomUUID(), organization: plan.organization, mode, ...place }
  const platformShare = randomKey()
  const customerShare = mode === 'composite' ? randomKey() : undefined
  try {
    const wrapPlatform = async () => {
      const wrap = await plan.platform.root.wrap(platformShare, shareContext('platform', ids))
      return { half: 'platform' as const, platformRootId: plan.platform.rowId, ...stored(wrap) }
    }
    const wrapCustomer = async ({ rowId, root }: RootRef, share: Uint8Array) => {
      const wrap = await root.wrap(share, shareContext('customer', ids))
      return { half: 'customer' as const, linkId: rowId, ...stored(wrap) }
    }
    const wrapCustomers = customerShare ? plan.customers.map((ref) => wrapCustomer(ref, customerShare)) : []
    const wraps = await Promise.all([wrapPlatform(), ...wrapCustomers])
    const key = MasterKey.derive(ids, { platformShare, customerShare })
    const commitment = new Uint8Array(key.commitment)
    return { key, row: { id: ids.id, mode, ...place, commitment, wraps } }
  } finally {
    platformShare.fill(0)
    customerShare?.fill(0)
  }
}

function stored(wrap: { wrapped: Uint8Array; keyMaterialId: string | null }) {
  return { keyMaterialId: wrap.keyMaterialId, wrapped: new Uint8Array(wrap.wrapped) }
}

/** Makes a data key under a master key; nothing is stored yet. */
export function makeDataKey(parent: MasterKey, dataClass: string, version: number): NewDataKey {
  const { organization } = parent.ids
  const bytes = randomKey()
  const key = new DataKey(bytes, { organization, dataClass, version })
  const wrapped = new Uint8Array(wrapKey(parent, { organization, dataClass, version, generation: 1 }, bytes))
  const commitment = new Uint8Array(key.commitment)
  bytes.fill(0)
  key.wipe()
  return { dataClass, version, commitment, masterKeyVersionId: parent.ids.id, wrapped }
}

/** Wraps a data key under another master key: same key, new parent. @throws DoesNotOpenError */
export function rewrapDataKey(from: MasterKey, to: MasterKey, row: DataKeyRow): Uint8Array<ArrayBuffer> {
  const { organizationId: organization, dataClass, version, generation } = row
  const context = { organization, dataClass, version, generation }
  const bytes = unwrapKey(from, context, row.wrapped)
  const wrapped = new Uint8Array(wrapKey(to, context, bytes))
  bytes.fill(0)
  return wrapped
}
