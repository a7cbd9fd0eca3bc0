import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { DataClass } from '@/lib/domain/data-classes'
import type { DataContext } from '@/lib/domain/encryption-core'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import type { OrganizationId } from '@/lib/domain/ids'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { linkKey } from '@/lib/keyring/link-key'
import { openStore, type Store } from '@/lib/store/open'
import type { OrganizationScope } from '@/lib/store/scope'
import { database } from './database'
import { FakeClock } from './fake-clock'
import type { Happening } from './history'
import { type DataKind, KeyProcess, type Sample, type Surroundings } from './key-process'
import { ScriptedRoot } from './scripted-root'

const CLASSES = {
  secret: 'secrets_and_credentials',
  metadata: 'platform_metadata',
} as const satisfies Record<DataKind, DataClass>

/** A database for many worlds, one after the other. */
export class KeyWorlds {
  private constructor(
    private readonly store: Store,
    private readonly owner: Client,
  ) {}

  static async open(): Promise<KeyWorlds> {
    const { ownerUrl, serviceUrl } = await database()
    const owner = new Client({ connectionString: ownerUrl })
    await owner.connect()
    return new KeyWorlds(openStore(serviceUrl, 4), owner)
  }

  /** An organization with data under the platform's key and, when `linked`, under its own, and one process, just started. */
  async make({ linked }: { linked: boolean }): Promise<KeyWorld> {
    const world = new KeyWorld(this.store, this.owner)
    await world.populate(linked)
    return world
  }

  async close(): Promise<void> {
    await Promise.all([this.store.close(), this.owner.end()])
  }
}

/** One organization, its roots and the processes that hold its keys. */
export class KeyWorld implements Surroundings {
  readonly clock = new FakeClock()
  readonly history: Happening[] = []
  readonly organization = randomUUID() as OrganizationId
  readonly roots = {
    platform: new ScriptedRoot('platform', `platform ${randomUUID()}`, this.clock, this.history),
    customer: new ScriptedRoot('customer', `customer ${randomUUID()}`, this.clock, this.history),
  }
  readonly processes: KeyProcess[] = []
  /** whether the customer's key is linked */
  linked = false
  platformRootId = ''
  readonly #samples = new Map<DataKind, Sample>()

  constructor(
    readonly store: Store,
    private readonly owner: Client,
  ) {}

  async populate(linked: boolean): Promise<void> {
    await this.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [this.organization, 'Northwind'])
    await this.sql("UPDATE platform_roots SET state = 'retired'")
    const { id } = await this.store.platform.db.platformRoot.create({
      data: { keyId: this.roots.platform.keyId },
    })
    this.platformRootId = id
    const first = new KeyProcess(this)
    await this.#sampleBy(first, 'metadata')
    if (linked) await this.link(first)
    else await this.#sampleBy(first, 'secret')
    first.end()
    await this.begin()
  }

  /** Begins anew, as if nothing had ever happened but what is stored: one process, just started, and roots that answer. */
  async begin(): Promise<void> {
    for (const process of this.processes.splice(0)) process.end()
    for (const root of Object.values(this.roots)) {
      while (root.held > 0) root.release()
      root.say('OK')
      root.forging = false
    }
    this.clock.reset()
    this.history.length = 0
    await this.sql(
      `UPDATE link_availabilities SET availability = 'active', cause = 'OK', since = $2,
         first_good_at = NULL, last_attempt_at = NULL, last_proof_at = NULL, probe_lease_until = NULL
       WHERE organization_id = $1`,
      [this.organization, new Date(this.clock.now().wallMs)],
    )
    this.startProcess()
  }

  startProcess(): void {
    this.processes.push(new KeyProcess(this))
  }

  /** The process that was started last. */
  get newest(): KeyProcess {
    const newest = this.processes.at(-1)
    if (!newest) throw new TypeError('no process')
    return newest
  }

  /** Ends a process and starts it again in its place. */
  restart(process: KeyProcess): void {
    process.end()
    this.processes.splice(this.processes.indexOf(process), 1, new KeyProcess(this, process))
  }

  /** Links the customer's key, as the job does after its checks, and encrypts under it. Goes on where it failed before. */
  async link(by: KeyProcess): Promise<void> {
    if (!this.linked) {
      const { keys, parts } = by.timed
      const reference = { provider: 'aws', id: this.roots.customer.keyId, region: 'eu-central-1' } as const
      const identity = { provider: 'aws', role: null } as const
      const actor = { id: randomUUID(), name: 'Ada Marsh' }
      await linkKey(keys, parts, { reference, identity, keyCreatedAt: null, checks: [], actor })
      this.linked = true
      // Whoever links begins anew with nothing loaded.
      this.history.push({ kind: 'forgot', process: by.number, at: this.clock.now() })
    }
    await this.#sampleBy(by, 'secret')
  }

  async #sampleBy({ timed: { keyring } }: KeyProcess, kind: DataKind): Promise<void> {
    const dataClass: DataClass = CLASSES[kind]
    const context: DataContext = {
      organization: this.organization,
      dataClass,
      object: 'row-1',
      field: 'value',
    }
    const plaintext = Buffer.from(`what is ${kind}`)
    const [outcome] = await keyringCore(keyring).encrypt([{ context, plaintext }])
    const ciphertext = valueOrThrow(outcome)
    const [row] = await this.sql<{ id: string }>(
      `SELECT master_key_version_id AS id FROM data_key_versions
       WHERE organization_id = $1 AND data_class = $2 AND state = 'active'`,
      [this.organization, dataClass],
    )
    const share = row?.id ?? ''
    this.#samples.set(kind, { context, plaintext, ciphertext, share })
  }

  sample(kind: DataKind): Sample {
    const sample = this.#samples.get(kind)
    if (!sample) throw new TypeError(`no ${kind} was stored`)
    return sample
  }

  get scope(): OrganizationScope {
    return this.store.organization(this.organization)
  }

  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.owner.query(text, values)).rows as T[]
  }
}
