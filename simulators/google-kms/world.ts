import { Clock } from '../shared/clock'
import { FaultBook } from '../shared/faults'
import type { Store } from '../shared/store'
import type { Caller } from './caller'
import { age, type Bindings, type Key } from './keys'
import { Lags } from './lags'
import { GoogleLog } from './log'
import { Policies, type Policy } from './policies'
import type { Credential, Project, ServiceAccount } from './principals'
import type { Ring, State } from './state'
import { TokenBook } from './tokens'

/** Everything the simulator knows. */
export class World {
  readonly projects: Map<string, Project>
  readonly rings: Map<string, Ring>
  readonly keys: Map<string, Key>
  readonly log: GoogleLog
  readonly faults = new FaultBook()
  readonly clock: Clock
  readonly lags = new Lags()
  readonly tokens = new TokenBook()
  readonly policies = new Policies(this.lags.policies, () => this.#customRoles())

  readonly credentials: readonly Credential[]

  constructor(
    seed: { projects: Project[]; credentials: Credential[] },
    readonly store: Store<State>,
    realNow?: () => number,
  ) {
    const state = store.load()
    this.projects = new Map([...seed.projects, ...state.projects].map((project) => [project.id, project]))
    this.credentials = seed.credentials
    this.rings = new Map(state.rings.map((ring) => [ring.name, ring]))
    this.keys = new Map(state.keys.map((key) => [key.name, key]))
    this.log = new GoogleLog(state.logs)
    this.clock = new Clock(realNow, state.clockOffsetMs)
    store.watch(() => this.#state())
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

  /** The policies that decide who may act as a service account: its own and its project's. */
  accountChain({ account, project }: { account: ServiceAccount; project: Project }): Policy[] {
    const own = { resource: `serviceAccounts/${account.email}`, bindings: account.bindings }
    return [own, ...this.policyChain(project.id, null, null)]
  }

  /** Sets a policy that has been asked for. @throws StatusError for roles and members that do not exist */
  setPolicy(resource: string, holder: { bindings: Bindings }, bindings: Bindings): void {
    this.policies.check(bindings, (member) => this.memberExists(member))
    const before = holder.bindings
    holder.bindings = bindings.filter(({ members }) => members.length > 0)
    this.lags.policies.changed(resource, before)
  }

  /** Does what time does: rotates keys that are due and destroys what was scheduled. */
  sweep(): void {
    const now = this.clock.now()
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
      clockOffsetMs: this.clock.offsetMs,
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
