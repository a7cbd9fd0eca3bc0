import type { EncryptionCore, Outcome } from '@/lib/domain/encryption-core'
import { KmsError, type RootKey } from '@/lib/kms'
import type { Metrics } from './metrics'

/** A root key whose calls are counted and timed. */
export function measuredRoot(root: RootKey, metrics: Metrics): RootKey {
  const { provider, id } = root
  async function measured<T>(operation: string, call: Promise<T>): Promise<T> {
    const labels = { provider, operation }
    const end = metrics.kmsSeconds.startTimer(labels)
    try {
      const answer = await call
      metrics.kmsCalls.inc({ ...labels, outcome: 'OK' })
      return answer
    } catch (error) {
      metrics.kmsCalls.inc({ ...labels, outcome: error instanceof KmsError ? error.outcome : 'aborted' })
      throw error
    } finally {
      end()
    }
  }
  return {
    provider,
    id,
    wrap: (...args) => measured('wrap', root.wrap(...args)),
    unwrap: (...args) => measured('unwrap', root.unwrap(...args)),
    describe: (...args) => measured('describe', root.describe(...args)),
    versions: (...args) => measured('versions', root.versions(...args)),
  }
}

/** A core whose items are counted, each by its own outcome. */
export function measuredCore(core: EncryptionCore, metrics: Metrics): EncryptionCore {
  async function counted<T>(operation: string, work: Promise<Outcome<T>[]>): Promise<Outcome<T>[]> {
    const outcomes = await work
    for (const outcome of outcomes) {
      metrics.items.inc({ operation, outcome: outcome.ok ? 'ok' : outcome.code })
    }
    return outcomes
  }
  return {
    encrypt: (items) => counted('encrypt', core.encrypt(items)),
    decrypt: (items) => counted('decrypt', core.decrypt(items)),
    encryptObjects: (items) => counted('encrypt_object', core.encryptObjects(items)),
    decryptObjects: (items) => counted('decrypt_object', core.decryptObjects(items)),
  }
}
