import { createHmac } from 'node:crypto'
import { DataKey, MasterKey } from '@/lib/crypto'
import type { Dimension, Place } from './place'

/** One kind of sealed thing. */
export interface Level {
  name: string
  /** What its key is derived from, or chosen by. */
  key: readonly Dimension[]
  /** What it is bound to beside the key. */
  context: readonly Dimension[]
  /** Whether the header of 38 bytes stands in front. */
  hasHeader: boolean
  /** Its key is in a KMS, so the keys of a place make no difference. */
  isAtRoot?: true
  seal(keys: Keys, place: Place): Uint8Array | Promise<Uint8Array>
  /** Throws, or answers false, when it does not open. */
  opens(keys: Keys, place: Place, sealed: Uint8Array): boolean | Promise<boolean>
}

/** The raw keys of a place. */
export interface Keys {
  master: MasterKey
  dataKey: DataKey
  platformShare: Uint8Array
  customerShare: Uint8Array
  dataKeyBytes: Uint8Array
  objectKeyBytes: Uint8Array
}

/**
 * The keys of a place. `own` are drawn for it; `shared` are the same bytes everywhere, as if somebody had copied one
 * key into another place, so that nothing but derivation and context keeps the two apart.
 */
export function keysOf(place: Place, origin: 'own' | 'shared', world: Uint8Array): Keys {
  const draw = (what: string, ...dimensions: Dimension[]) => {
    const drawnFor = origin === 'own' ? dimensions.map((name) => place[name]) : []
    return createHmac('sha256', world)
      .update(JSON.stringify([what, drawnFor]))
      .digest()
  }
  const platformShare = draw('platform share', 'masterId')
  const customerShare = draw('customer share', 'masterId')
  const { organization, scope, region, mode, masterId: id, masterVersion, dataClass, dataKeyVersion } = place
  const master = MasterKey.derive(
    { id, organization, scope, region, mode, version: masterVersion },
    { platformShare, customerShare: mode === 'composite' ? customerShare : undefined },
  )
  const dataKeyBytes = draw('data key', 'organization', 'dataClass', 'dataKeyVersion', 'generation')
  return {
    master,
    dataKey: new DataKey(dataKeyBytes, { organization, dataClass, version: dataKeyVersion }),
    platformShare,
    customerShare,
    dataKeyBytes,
    objectKeyBytes: draw('object key', 'organization', 'dataClass', 'object', 'bind'),
  }
}
