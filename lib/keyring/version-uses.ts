import { elapsedMs, type Instant } from '@/lib/domain/instant'
import { recordVersionUse } from '@/lib/store/root-key-versions'
import type { OrganizationScope } from '@/lib/store/scope'
import type { Clock } from './clock'

const WRITE_EVERY_MS = 60_000

/** When each version of a linked key was used by this process: for people to see, and so at most a write a minute. */
export class VersionUses {
  readonly #used = new Set<string>()
  #writtenAt: Instant | null = null

  constructor(
    private readonly scope: OrganizationScope,
    private readonly linkId: string,
    private readonly clock: Clock,
  ) {}

  /** A share was opened by this version, as far as the cloud says which it was. */
  note(versionId: string | null): void {
    if (versionId !== null) this.#used.add(versionId)
  }

  /** Writes down what was noted, unless something was written within the last minute. */
  async record(): Promise<void> {
    const at = this.clock()
    const isEarly = this.#writtenAt !== null && elapsedMs(this.#writtenAt, at) < WRITE_EVERY_MS
    if (this.#used.size === 0 || isEarly) return
    this.#writtenAt = at
    const used = [...this.#used]
    this.#used.clear()
    await recordVersionUse(this.scope, this.linkId, used, new Date(at.wallMs), WRITE_EVERY_MS)
  }
}
