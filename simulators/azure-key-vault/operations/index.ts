import * as change from './change'
import type { Context } from './context'
import * as read from './read'
import { keyUse } from './use'

export interface Operation {
  /** As the audit log names it. */
  name: string
  method: string
  path: RegExp
  changes: boolean
  /** Answers; null for an answer without a body. `parameters` are the key's name and version. */
  run(context: Context, parameters: string[]): object | null | Promise<object>
}

const NAME = '([0-9a-zA-Z-]{1,127})'
const KEY = `^/keys/${NAME}`
/** The SDK leaves the version empty where none is named. */
const VERSION = '/([0-9a-fA-F]{32})?'

const operation = (
  name: string,
  method: string,
  path: string,
  run: Operation['run'],
  changes = false,
): Operation => ({ name, method, path: new RegExp(`${path}$`), changes, run })

/** The data plane of Key Vault and Managed HSM, as far as it concerns keys. */
export const operations: readonly Operation[] = [
  operation('KeyList', 'GET', '^/keys', read.listKeys),
  operation('KeyListVersions', 'GET', `${KEY}/versions`, read.listVersions),
  operation('KeyGet', 'GET', `${KEY}(?:${VERSION})?`, read.getKey),
  operation('KeyGetDeleted', 'GET', `^/deletedkeys/${NAME}`, read.getDeletedKey),
  operation('KeyGetRotationPolicy', 'GET', `${KEY}/rotationpolicy`, read.getRotationPolicy),
  operation('KeyWrap', 'POST', `${KEY}(?:${VERSION})?/wrapkey`, keyUse('wrapKey')),
  operation('KeyUnwrap', 'POST', `${KEY}(?:${VERSION})?/unwrapkey`, keyUse('unwrapKey')),
  operation('KeyEncrypt', 'POST', `${KEY}(?:${VERSION})?/encrypt`, keyUse('encrypt')),
  operation('KeyDecrypt', 'POST', `${KEY}(?:${VERSION})?/decrypt`, keyUse('decrypt')),
  operation('KeyCreate', 'POST', `${KEY}/create`, change.createKey, true),
  operation('KeyUpdate', 'PATCH', `${KEY}(?:${VERSION})?`, change.updateKey, true),
  operation('KeyRotate', 'POST', `${KEY}/rotate`, change.rotateKey, true),
  operation('KeyDelete', 'DELETE', KEY, change.deleteKey, true),
  operation('KeyRecover', 'POST', `^/deletedkeys/${NAME}/recover`, change.recoverKey, true),
  operation('KeyPurge', 'DELETE', `^/deletedkeys/${NAME}`, change.purgeKey, true),
  operation('KeySetRotationPolicy', 'PUT', `${KEY}/rotationpolicy`, change.setRotationPolicy, true),
]

export const OPERATION_NAMES: readonly string[] = operations.map(({ name }) => name)
