import { type Bytes, lengthPrefixed, requireBytes, u32 } from './encoding'
import { encodeHeader, SUITES } from './header'
import { hkdfExpand } from './hkdf'
import { KeyHandle } from './key-handle'
import { XaesKey } from './xaes'

/** What a data key is for, and what its sub-keys are derived for. */
export interface DataKeyIds {
  organization: string
  dataClass: string
  /** From 1 on. */
  version: number
}

/** A data key is never used itself: each purpose has a sub-key. `strict` belongs to a reserved suite. */
export type DataKeyPurpose = 'commitment' | 'value' | 'object-wrap' | 'strict' | 'stream'

/** HKDF-Expand(data key, length-prefixed purpose, organization, class, version): 32 bytes, the caller's to wipe. */
export function deriveSubKey(dataKey: Uint8Array, purpose: DataKeyPurpose, ids: DataKeyIds): Bytes {
  requireBytes(dataKey, 'data key', 32)
  const label = `latchkey/v1/${purpose}`
  const info = lengthPrefixed([label, ids.organization, ids.dataClass, u32(ids.version)])
  return hkdfExpand(dataKey, info, 32)
}

interface DataKeySecrets {
  value: { key: XaesKey; header: Uint8Array }
  object: { key: XaesKey; header: Uint8Array }
  stream: { inputKey: Uint8Array; header: Uint8Array }
}

/** For `value.ts`, `envelope.ts` and `stream.ts` alone: the sub-keys, each with the header it puts in front. */
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
    const header = { keyVersion: ids.version, commitment: this.commitment }
    this.#secrets = {
      value: { key: xaesFor(bytes, 'value', ids), header: encodeHeader({ suite: SUITES.value, ...header }) },
      object: {
        key: xaesFor(bytes, 'object-wrap', ids),
        header: encodeHeader({ suite: SUITES.object, ...header }),
      },
      stream: {
        inputKey: deriveSubKey(bytes, 'stream', ids),
        header: encodeHeader({ suite: SUITES.stream, ...header }),
      },
    }
  }

  protected override wipeSecrets(): void {
    this.#secrets.value.key.wipe()
    this.#secrets.object.key.wipe()
    this.#secrets.stream.inputKey.fill(0)
  }

  static {
    secretsOf = (key) => {
      key.requireUsable()
      return key.#secrets
    }
  }
}

function xaesFor(bytes: Uint8Array, purpose: DataKeyPurpose, ids: DataKeyIds): XaesKey {
  const subKey = deriveSubKey(bytes, purpose, ids)
  const key = new XaesKey(subKey)
  subKey.fill(0)
  return key
}
