import { DataKey, type DataKeyIds, MasterKey, type MasterKeyIds } from '@/lib/crypto'
import { hex } from './hex'

export interface MasterVector {
  ids: MasterKeyIds
  platformShare: string
  customerShare?: string
}

export interface KeyVector {
  bytes: string
  ids: DataKeyIds
}

export const dataKeyOf = ({ bytes, ids }: KeyVector) => new DataKey(hex(bytes), ids)

export function masterKeyOf({ ids, platformShare, customerShare }: MasterVector): MasterKey {
  const theirs = customerShare === undefined ? undefined : hex(customerShare)
  return MasterKey.derive(ids, { platformShare: hex(platformShare), customerShare: theirs })
}
