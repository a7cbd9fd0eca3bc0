import type { OrganizationId } from '@/lib/domain/ids'
import type { Keyring } from '@/lib/keyring/keyring'
import { KmsError } from '@/lib/kms'
import { listProcesses, recordStaging } from '@/lib/store/key-processes'
import { findStagedRotation } from '@/lib/store/rotations'
import { proveNewRoot } from './jobs/rotate/stages'

/** When a change of key waits for every process to prove the new root: does it for this process. */
export async function stageIfAsked(keyring: Keyring, processId: string, id: OrganizationId): Promise<void> {
  const { parts } = keyring
  const keys = keyring.of(id)
  const rotation = await findStagedRotation(keys.scope)
  if (!rotation) return
  const processes = await listProcesses(parts.store.platform, new Date(parts.clock().wallMs), rotation.id)
  if (processes.find((process) => process.id === processId)?.staged !== false) return
  const outcome = await proveNewRoot(parts, keys, rotation.request.newKeyId).then(
    () => 'OK',
    (error: unknown) => {
      if (error instanceof KmsError) return error.outcome
      throw error
    },
  )
  await recordStaging(parts.store.platform, processId, rotation.id, outcome)
}
