import { z } from 'zod'
import type { Caller } from './caller'
import { FaultBook } from './faults'
import { age, type Bindings, bindingsSchema, type Key, keySchema } from './keys'
import { Lag } from './lag'
import { CallLog, logEntrySchema } from './log'
import { Policies, type Policy } from './policies'
import { type Credential, type Project, projectSchema, type ServiceAccount } from './principals'
import type { Store } from './store'
import { TokenBook } from './tokens'

export type { Project } from './principals'

export const ringSchema = z.object({ name: z.string(), createdAt: z.number(), bindings: bindingsSchema })
export type Ring = z.infer<typeof ringSchema>

export const stateSchema = z.object({
  version: z.literal(1),
  clockOffsetMs: z.number(),
  projects: z.array(projectSchema),
  rings: z.array(ringSchema),
  keys: z.array(keySchema),
  logs: z.record(z.string(), z.array(logEntrySchema)),
})
/** All that outlives a restart but the credentials, which come from the seed. */
export type State = z.infer<typeof stateSchema>

/** Everything the simulator knows. */
export class World {
  readonly projects: Map<string, Project>
  readonly rings: Map<string, Ring>
  readonly keys: Map<string, Key>
  readonly log: CallLog
  readonly lag = new Lag()
  readonly tokens = new TokenBook()
  readonly policies = new Policies(this.lag, () => this.#customRoles())
  clockOffsetMs: number

  readonly credentials: readonly Credential[]
  readonly faults = new FaultBook()

  constructor(
    seed: { projects: Project[]; credentials: Credential[] },
    readonly store: Store<typeof stateSchema>,
    private readonly realNow: () => number,
  ) {
    const state = store.load()
    const known = state?.projects ?? []
    const all = [...seed.projects, ...known]
    this.projects = new Map(all.map((project) => [project.id, project]))
    this.credentials = seed.credentials
    this.rings = new Map(state?.rings.map((ring) => [ring.name, ring]))
    this.keys = new Map(state?.keys.map((key) => [key.name, key]))
    this.log = new CallLog(state?.logs)
    this.clockOffsetMs = state?.clockOffsetMs ?? 0
    store.watch(() => this.#state())
  }

  /** The simulator's clock in milliseconds: keys age by it; tokens and lag go by the real one. */
  now(): number {
    return this.realNow() + this.clockOffsetMs
  }

  keysIn(ring: string): Key[] {
    return [...this.keys.values()].filter(({ name }) => name.startsWith(`${ring}/cryptoKeys/`))
  }

  keysOf(project: string): Key[] {
    return [...this.keys.values()].filter(({ name }) => name.startsWith(`projects/${project}/`))
  }

  ringsOf(project: string): Ring[] {
    return [...this.rings.values()].filter(({ name }) => name.startsWith(`projects/${project}/`))
  }

  /** A service account and its project. */
  serviceAccount(email: string): { account: ServiceAccount; project: Project } | null {
    for (const project of this.projects.values()) {
      const account = project.serviceAccounts.find((candidate) => candidate.email === email)
      if (account) return { account, project }
    }
    return null
  }

  /** Whether a policy's member is somebody: users are taken as they come, service accounts have to be there. */
  memberExists(member: string): boolean {
    const [kind, email = ''] = member.split(':')
    return kind === 'user' ? email.includes('@') : this.serviceAccount(email) !== null
  }

  /** The policies that decide about a resource: its own, its ring's, its project's. */
  policyChain(project: string, ring: string | null, key: string | null): Policy[] {
    const of = (resource: string | null, holder: { bindings: Bindings } | undefined) =>
      resource !== null && holder ? [{ resource, bindings: holder.bindings }] : []
    return [
      ...of(key, this.keys.get(key ?? '')),
      ...of(ring, this.rings.get(ring ?? '')),
      ...of(`projects/${project}`, this.projects.get(project)),
    ]
  }

  /** Sets a policy that has been asked for. @throws StatusError for roles and members that do not exist */
  setPolicy(resource: string, holder: { bindings: Bindings }, bindings: Bindings): void {
    this.policies.check(bindings, (member) => this.memberExists(member))
    this.lag.remember(`policy ${resource}`, holder.bindings)
    holder.bindings = bindings.filter(({ members }) => members.length > 0)
  }

  /** Does what time does: rotates keys that are due and destroys what was scheduled. */
  sweep(): void {
    const now = this.now()
    for (const key of this.keys.values()) age(key, now)
  }

  /** The console of a project, which its policies don't bind here. */
  consoleOf(project: Project): Caller {
    const owner = project.bindings.find(({ role }) => role === 'roles/owner')?.members[0]
    const member = owner ?? `user:console@${project.id}.example`
    return { member, email: member.slice(member.indexOf(':') + 1), delegate: null, console: project.id }
  }

  #state(): State {
    return {
      version: 1,
      clockOffsetMs: this.clockOffsetMs,
      projects: [...this.projects.values()],
      rings: [...this.rings.values()],
      keys: [...this.keys.values()],
      logs: this.log.toJSON(),
    }
  }

  #customRoles() {
    return Object.assign({}, ...[...this.projects.values()].map(({ customRoles }) => customRoles))
  }
}
