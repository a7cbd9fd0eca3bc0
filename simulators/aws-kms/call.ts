import { aliasArn, keyArn, parseKmsArn } from './arns'
import type { EncryptionContext } from './cryptography'
import { accessDenied, notFound } from './errors'
import type { Key } from './keys'
import type { Policy } from './policy/document'
import type { World } from './world'

export interface Caller {
  /** As policies name it; for a session, its role's. */
  arn: string
  accountId: string
  /** The identity policy; null for the account's own console, which policies don't bind here. */
  policy: Policy | null
  /** As messages and logs name somebody who has assumed a role. */
  sessionArn?: string
}

/** One call of an operation: who calls what from where, and what the log will say about it. */
export class Call {
  /** The keys it was about. */
  readonly touched = new Set<Key>()
  encryptionContext: EncryptionContext | null = null

  constructor(
    readonly world: World,
    readonly caller: Caller,
    readonly region: string,
    readonly operation: string,
  ) {}

  /**
   * Finds the key that `keyId` names: id, ARN, alias name or alias ARN.
   * @param allowAlias false for operations that manage a key: they take its id or ARN only
   * @returns the key, and the alias by which it was named
   * @throws KmsError NotFoundException; AccessDeniedException for an unknown key of another account, which
   * is not told apart from a forbidden one
   */
  key(keyId: string, allowAlias: boolean): { key: Key; alias: string | null } {
    const arn = keyId.startsWith('arn:') ? parseKmsArn(keyId) : this.#ownArn(keyId)
    if (!arn || (arn.kind === 'alias' && !allowAlias)) throw notFound(`Invalid keyId '${keyId}'`)
    if (arn.region !== this.region) throw notFound(`Invalid arn ${arn.region}`)
    const full = arn.kind === 'key' ? keyArn(arn) : aliasArn(arn.region, arn.accountId, `alias/${arn.id}`)
    const id = arn.kind === 'key' ? arn.id : (this.world.aliases.get(full) ?? '')
    const key = this.world.find(arn.region, id)
    if (key && key.accountId === arn.accountId) {
      this.touched.add(key)
      return { key, alias: arn.kind === 'alias' ? `alias/${arn.id}` : null }
    }
    if (arn.accountId !== this.caller.accountId) throw hidden(this.caller, `kms:${this.operation}`, full)
    throw notFound(arn.kind === 'key' ? `Key '${full}' does not exist` : `Alias ${full} is not found.`)
  }

  /** As `key`, for operations that the cloud never lets another account call. */
  ownKey(keyId: string): Key {
    const { key } = this.key(keyId, false)
    if (key.accountId !== this.caller.accountId) {
      throw hidden(this.caller, `kms:${this.operation}`, keyArn(key))
    }
    return key
  }

  #ownArn(keyId: string) {
    const id = keyId.replace(/^alias\//, '')
    if (!/^[A-Za-z0-9/_-]+$/.test(id)) return null
    const kind = id === keyId ? ('key' as const) : ('alias' as const)
    return { region: this.region, accountId: this.caller.accountId, kind, id }
  }
}

/** The beginning of every refusal. */
export const refusal = (caller: Caller, action: string, resource: string): string =>
  `User: ${caller.sessionArn ?? caller.arn} is not authorized to perform: ${action} on resource: ${resource}`

/** KMS's one answer across accounts: it does not tell whether the key exists. */
export const hidden = (caller: Caller, action: string, resource: string) =>
  accessDenied(
    `${refusal(caller, action, resource)} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  )
