import { type Permission, requirePermission } from '../access'
import type { Claims } from '../directory/tokens'
import { badParameter, forbidden, keyNotFound, VaultError } from '../errors'
import { hostOf, type Key, type KeyVersion, type Vault } from '../state'
import type { World } from '../world'

/** Stands for the vault's owner at their own console, whom no rule binds. */
export const OWNER = 'owner'

/** One call of an operation: who asks what of which vault. */
export class Context {
  constructor(
    readonly world: World,
    /** As it answers, which may be behind by the lag. */
    readonly vault: Vault,
    readonly caller: Pick<Claims, 'appid'>,
    readonly query: URLSearchParams,
    readonly body: unknown,
  ) {}

  /** The vault as it is by now: what an operation changes, it changes there. */
  get current(): Vault {
    return this.world.state.vaults[this.vault.name] ?? this.vault
  }

  require(permission: Permission, keyName: string | null): void {
    if (this.caller.appid === OWNER) return
    requirePermission(this.vault, this.caller.appid, permission, keyName)
  }

  /** @throws VaultError 404 for a key that is not there, or was deleted */
  key(name: string): Key {
    const key = this.vault.keys[name.toLowerCase()]
    if (key === undefined || key.deletedAt !== null) throw keyNotFound(name)
    return key
  }

  /** @throws VaultError 404 for a key that was not deleted */
  deletedKey(name: string): Key {
    const key = this.vault.keys[name.toLowerCase()]
    if (key?.deletedAt == null) {
      throw new VaultError(404, 'KeyNotFound', `Deleted Key not found: ${name}`)
    }
    return key
  }

  /** The version of a key that is named, or the newest one. */
  version(name: string, id: string | undefined): { key: Key; version: KeyVersion } {
    const key = this.key(name)
    const version = id ? key.versions.find((one) => one.id === id.toLowerCase()) : key.versions.at(-1)
    if (version === undefined) throw keyNotFound(`${name}/${id}`)
    return { key, version }
  }

  kid({ name }: Key, version?: KeyVersion): string {
    const url = `https://${hostOf(this.vault)}/keys/${name}`
    return version === undefined ? url : `${url}/${version.id}`
  }
}

/** @throws VaultError unless the version may be used so: enabled, meant for it and, for what makes something new, in time */
export function requireUsable(version: KeyVersion, operation: string, now: number): void {
  if (!version.enabled) {
    throw forbidden(`Operation ${operation} is not allowed on a disabled key.`, 'KeyDisabled')
  }
  if (!version.keyOps.includes(operation)) {
    throw forbidden(`Operation ${operation} is not permitted on this key.`, 'KeyOperationForbidden')
  }
  if (operation !== 'wrapKey' && operation !== 'encrypt') return
  if (version.notBefore !== null && version.notBefore > now) {
    throw forbidden(`Operation ${operation} is not allowed on a key that is not yet valid.`, 'KeyNotYetValid')
  }
  if (version.expires !== null && version.expires <= now) {
    throw forbidden(`Operation ${operation} is not allowed on an expired key.`, 'KeyExpired')
  }
}

/** base64url without padding, as bytes. @throws VaultError */
export function bytesOf(text: string): Buffer {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw badParameter('The value is not base64url.')
  return Buffer.from(text, 'base64url')
}
