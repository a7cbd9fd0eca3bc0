import type { Caller } from './caller'
import { apiDisabled, invalidArgument, notFound, permissionDenied } from './errors'
import type { Key, Version } from './keys'
import { parseName, type ResourceName } from './names'
import type { Project } from './principals'
import type { Ring } from './state'
import type { World } from './world'

/** A permission that was asked for, as the audit log tells it. */
export interface Check {
  permission: string
  resource: string
  granted: boolean
}

/** One call of a method: who calls, and what the log will say about it. */
export class Call {
  readonly checks: Check[] = []
  /** The name in the request, as far as it is one. */
  resource: string | null = null
  project: Project | null = null

  constructor(
    readonly world: World,
    readonly caller: Caller,
    readonly method: string,
  ) {}

  /**
   * Lets the call go on if its name is of that kind and the caller has the permission on it.
   * @throws StatusError PERMISSION_DENIED also for what isn't there, unless the caller may look around it
   */
  require(permission: string, name: string, kind: ResourceName['kind']): ResourceName {
    const parsed = parseName(name)
    if (parsed?.kind !== kind) throw invalidArgument(`Resource name ${name} is not the name of a ${kind}.`)
    this.resource = name
    this.project = this.world.projects.get(parsed.project) ?? null
    if (this.project && !this.project.apiEnabled) throw apiDisabled(this.project.id, this.project.number)
    // Policies hang on keys, not on their versions.
    const resource = parsed.key ?? parsed.ring ?? name
    const granted = this.project !== null && this.may(permission, parsed)
    this.checks.push({ permission, resource: name, granted })
    if (!granted) throw permissionDenied(permission, parsed.version ? name : resource)
    return parsed
  }

  /** Whether the policies of the key, its ring or its project give the caller the permission. */
  may(permission: string, { project, ring, key }: ResourceName): boolean {
    const { world, caller } = this
    return (
      caller.console === project ||
      world.policies.allows(world.policyChain(project, ring, key), caller.member, permission)
    )
  }

  ring(name: string | null): Ring {
    const ring = this.world.rings.get(name ?? '')
    if (!ring) throw notFound('KeyRing', String(name))
    return ring
  }

  key(name: string | null): Key {
    const key = this.world.keys.get(name ?? '')
    if (!key) throw notFound('CryptoKey', String(name))
    return key
  }

  version({ key, version }: ResourceName): { key: Key; version: Version } {
    const found = this.key(key)
    const number = Number(version?.slice(version.lastIndexOf('/') + 1))
    const match = found.versions.find((candidate) => candidate.number === number)
    if (!match) throw notFound('CryptoKeyVersion', String(version))
    return { key: found, version: match }
  }
}
