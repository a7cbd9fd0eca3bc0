import { contextPrefix } from './context'
import { type Bytes, lengthPrefixed, requireBytes, u32 } from './encoding'
import { encodeHeader, SUITES } from './header'
import { ExpandKey, hkdfExpand } from './hkdf'
import { KeyHandle } from './key-handle'
import type { SealingKey } from './sealed'
import type { StrictKey } from './strict'
import { XaesKey } from './xaes'

/** What a data key is for, and what its sub-keys are derived for. */
export interface DataKeyIds {
  organization: string
  dataClass: string
  /** From 1 on. */
  version: number
}

/** A data key is never used itself: each purpose has a sub-key. */
export type DataKeyPurpose = 'commitment' | 'value' | 'object-wrap' | 'strict' | 'stream'

/** HKDF-Expand(data key, length-prefixed purpose, organization, class, version): 32 bytes, the caller's to wipe. */
export function deriveSubKey(dataKey: Uint8Array, purpose: DataKeyPurpose, ids: DataKeyIds): Bytes {
  requireBytes(dataKey, 'data key', 32)
  const label = `latchkey/v1/${purpose}`
  const info = lengthPrefixed([label, ids.organization, ids.dataClass, u32(ids.version)])
  return hkdfExpand(dataKey, info, 32)
}

/** What the AAD of everything under a sub-key begins with: `contextPrefix`, encoded once. */
interface Prefixed {
  prefix: Uint8Array
}

interface DataKeySecrets {
  value: SealingKey & Prefixed
  strict: StrictKey & Prefixed
  object: SealingKey & Prefixed
  stream: { inputKey: Uint8Array; header: Uint8Array } & Prefixed
  /** for the fields under an object key, which are bound to no header */
  field: Prefixed
}

/** For this folder alone: the sub-keys, each with the header it puts in front. */
export let secretsOf: (key: DataKey) => DataKeySecrets

/** A data key in memory: what values, objects and streams are encrypted with. */
export class DataKey extends KeyHandle<DataKeyIds> {
  /** 32 bytes, public: the key's id, and the commitment to it in front of every ciphertext. */
  readonly commitment: Bytes
  readonly #secrets: DataKeySecrets

  /** From 32 random bytes, of which no reference is kept: the caller wipes its own. TypeError on misuse. */
  constructor(bytes: Uint8Array, ids: DataKeyIds) {
    super(ids)
    this.commitment = deriveSubKey(bytes, 'commitment', ids)
    const { commitment } = this
    const front = (suite: (typeof SUITES)[keyof typeof SUITES], purpose: string) => {
      const header = encodeHeader({ suite, keyVersion: ids.version, commitment })
      return { header, prefix: contextPrefix(header, purpose, ids) }
    }
    const make = <K>(Key: new (subKey: Uint8Array) => K, purpose: DataKeyPurpose) => {
      const subKey = deriveSubKey(bytes, purpose, ids)
      const key = new Key(subKey)
      subKey.fill(0)
      return key
    }
    this.#secrets = {
      value: { xaes: make(XaesKey, 'value'), ...front(SUITES.value, 'value') },
      strict: { expand: make(ExpandKey, 'strict'), ...front(SUITES.strict, 'value') },
      object: { xaes: make(XaesKey, 'object-wrap'), ...front(SUITES.object, 'object-key') },
      stream: { inputKey: deriveSubKey(bytes, 'stream', ids), ...front(SUITES.stream, 'stream') },
      field: { prefix: contextPrefix(new Uint8Array(0), 'object-field', ids) },
    }
  }

  protected override wipeSecrets(): void {
    const { value, strict, object, stream } = this.#secrets
    value.xaes.wipe()
    strict.expand.wipe()
    object.xaes.wipe()
    stream.inputKey.fill(0)
  }

  static {
    secretsOf = (key) => {
      key.requireUsable()
      return key.#secrets
    }
  }
}
