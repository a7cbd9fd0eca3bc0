import { randomUUID } from 'node:crypto'
import { randomKey } from '@/lib/crypto'
import { DEFAULT_REGION, DEFAULT_SCOPE } from '@/lib/domain/data-classes'
import { KmsError } from '@/lib/kms'
import { listProcesses, recordStaging } from '@/lib/store/key-processes'
import { findStagedRotation, findStaging } from '@/lib/store/rotations'
import type { OrganizationScope } from '@/lib/store/scope'
import type { CustomerKey, KeyringParts } from './parts'

/** Wraps and unwraps something random under a root, as this process. @throws KmsError */
export async function proveNewRoot(
  parts: Pick<KeyringParts, 'customerRoot'>,
  organization: string,
  key: CustomerKey,
): Promise<void> {
  const place = { organization, scope: DEFAULT_SCOPE, region: DEFAULT_REGION }
  await parts.customerRoot(key).wrap(randomKey(), { ...place, purpose: 'preflight', share: randomUUID() })
}

/** A change of key waits until every live process has proven the new root: this process's part in that. */
export class Staging {
  readonly #proving = new Map<string, Promise<void>>()

  constructor(
    private readonly processId: string,
    private readonly parts: KeyringParts,
  ) {}

  /** Looks for every change that waits, whether or not its organization is known here. */
  async lookAround(): Promise<void> {
    const { store, report } = this.parts
    for (const id of await findStaging(store.platform)) {
      const scope = store.organization(id as OrganizationScope['organizationId'])
      this.look(scope).catch((error) => report('new key not proven', error, { organization: id }))
    }
  }

  /** Proves the new root of the organization's change, if one waits and this process has not proven it yet. */
  look(scope: OrganizationScope): Promise<void> {
    const running = this.#proving.get(scope.organizationId)
    if (running) return running
    const proving = this.#look(scope).finally(() => this.#proving.delete(scope.organizationId))
    this.#proving.set(scope.organizationId, proving)
    return proving
  }

  async #look(scope: OrganizationScope): Promise<void> {
    const { platform } = this.parts.store
    const rotation = await findStagedRotation(scope)
    if (!rotation) return
    const processes = await listProcesses(platform, rotation.id)
    if (processes.find((process) => process.id === this.processId)?.staged !== false) return
    const outcome = await proveNewRoot(this.parts, scope.organizationId, rotation.link).then(
      () => 'OK',
      (error: unknown) => {
        if (error instanceof KmsError) return error.outcome
        throw error
      },
    )
    await recordStaging(platform, this.processId, rotation.id, outcome)
  }
}
