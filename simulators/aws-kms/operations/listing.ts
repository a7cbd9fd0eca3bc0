import { z } from 'zod'
import { authorize, authorizeAccount } from '../access'
import { aliasArn, keyArn } from '../arns'
import { KmsError, notFound, validation } from '../errors'
import { assertNotIn } from '../keys'
import { integer, keyId, operation, text } from './operation'
import { page } from './paging'

const paging = { Limit: integer(1, 1000).default(100), Marker: text(1, 1024).optional() }

/** ListKeys of the caller's account in the region of its signature. */
export const listKeys = operation(z.object(paging), (call, input) => {
  authorizeAccount(call, 'kms:ListKeys')
  const keys = call.world.keysOf(call.caller.accountId).filter(({ region }) => region === call.region)
  return page(
    'Keys',
    keys.map((key) => ({ KeyId: key.id, KeyArn: keyArn(key) })),
    input,
  )
})

/** ListAliases of the caller's account and region, or those of one key. */
export const listAliases = operation(z.object({ KeyId: keyId.optional(), ...paging }), (call, input) => {
  authorizeAccount(call, 'kms:ListAliases')
  const only = input.KeyId === undefined ? null : call.ownKey(input.KeyId).id
  const prefix = aliasArn(call.region, call.caller.accountId, '')
  const aliases = [...call.world.aliases]
    .filter(([arn, id]) => arn.startsWith(prefix) && (only === null || id === only))
    .map(([arn, id]) => ({ AliasArn: arn, AliasName: arn.slice(prefix.length), TargetKeyId: id }))
  return page('Aliases', aliases, input)
})

const aliasName = text(1, 256)

/** CreateAlias. */
export const createAlias = operation(
  z.object({ AliasName: aliasName, TargetKeyId: keyId }),
  (call, input) => {
    const key = call.ownKey(input.TargetKeyId)
    authorize(call, 'kms:CreateAlias', key)
    assertAliasName(input.AliasName)
    assertNotIn(key, 'PendingDeletion')
    const arn = aliasArn(call.region, call.caller.accountId, input.AliasName)
    if (call.world.aliases.has(arn)) {
      throw new KmsError('AlreadyExistsException', `An alias with the name ${arn} already exists`)
    }
    call.world.aliases.set(arn, key.id)
    return {}
  },
  { readOnly: false },
)

/** UpdateAlias: points an alias at another key, which is how keys are rotated by hand. */
export const updateAlias = operation(
  z.object({ AliasName: aliasName, TargetKeyId: keyId }),
  (call, input) => {
    const key = call.ownKey(input.TargetKeyId)
    authorize(call, 'kms:UpdateAlias', key)
    assertNotIn(key, 'PendingDeletion')
    const arn = aliasArn(call.region, call.caller.accountId, input.AliasName)
    if (!call.world.aliases.has(arn)) throw notFound(`Alias ${arn} is not found.`)
    call.world.aliases.set(arn, key.id)
    return {}
  },
  { readOnly: false },
)

function assertAliasName(name: string): void {
  if (!/^alias\/[A-Za-z0-9/_-]+$/.test(name)) throw validation('Alias must start with the prefix "alias/".')
  if (name.startsWith('alias/aws/')) {
    throw new KmsError('NotAuthorizedException', 'The prefix alias/aws/ is reserved for AWS managed keys.')
  }
}
