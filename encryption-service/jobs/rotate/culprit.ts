import { LatchkeyError } from '@/lib/domain/errors'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import type { BlockedCode } from '@/lib/domain/rotation'
import type { KeyringParts } from '@/lib/keyring/parts'
import { KmsError, type RootKey } from '@/lib/kms'

/** Remembers which of the two customer roots of a change failed last, so that people read whose move it is. */
export class Culprit {
  #last: 'old' | 'new' | null = null

  constructor(private readonly oldKeyId: string) {}

  /** The same parts, with customer roots that are watched. */
  watching(parts: KeyringParts): KeyringParts {
    return { ...parts, customerRoot: (key) => this.#watched(parts.customerRoot(key)) }
  }

  /** Why the change has to wait; null when the error is no reason to wait. */
  blockedBy(error: unknown): BlockedCode | null {
    if (error instanceof KmsError) {
      if (!this.#last) return 'platform_key_unavailable'
      return `${this.#last}_key_${toleranceOf(error.outcome) === 'grace' ? 'unreachable' : 'denied'}`
    }
    // What the keyring refuses is refused by the active root: the old one before the promotion, the new one after.
    if (!(error instanceof LatchkeyError)) return null
    if (error.code === 'platform_key_unavailable') return 'platform_key_unavailable'
    const active = this.promoted ? 'new' : 'old'
    if (error.code === 'key_denied') return `${active}_key_denied`
    return error.code === 'key_unreachable' ? `${active}_key_unreachable` : null
  }

  /** whether the new root is the active one by now */
  promoted = false

  #watched(root: RootKey): RootKey {
    const side = root.id === this.oldKeyId ? 'old' : 'new'
    const watch = async <T>(call: Promise<T>): Promise<T> => {
      try {
        const result = await call
        this.#last = null
        return result
      } catch (error) {
        this.#last = side
        throw error
      }
    }
    return {
      provider: root.provider,
      id: root.id,
      wrap: (...given) => watch(root.wrap(...given)),
      unwrap: (...given) => watch(root.unwrap(...given)),
      describe: (...given) => watch(root.describe(...given)),
      versions: (...given) => watch(root.versions(...given)),
    }
  }
}
