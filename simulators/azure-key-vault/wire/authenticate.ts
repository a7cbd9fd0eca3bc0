import { type Claims, readToken } from '../directory/tokens'
import { VaultError } from '../errors'
import { audienceOf, SUFFIXES, type Vault } from '../state'
import type { World } from '../world'

/**
 * Who calls a vault. A token stays good until it runs out, whatever became of the application in its directory.
 * @throws VaultError 401 with the challenge that says where a token is to be had
 */
export function authenticate(world: World, vault: Vault, authorization: string | undefined): Claims {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) {
    throw unauthorized(vault, 'AKV10000: Request is missing a Bearer or PoP token.')
  }
  const claims = readToken(token, world.tokenSecret)
  if (claims === null)
    throw unauthorized(vault, 'AKV10046: Unable to resolve the key used for signature validation.')
  if (claims.exp * 1000 <= Date.now()) throw unauthorized(vault, 'AKV10045: The token has expired.')
  if (claims.aud !== audienceOf(vault)) {
    throw unauthorized(
      vault,
      `AKV10022: Invalid audience. Expected ${audienceOf(vault)}, found: ${claims.aud}.`,
    )
  }
  if (claims.tid !== vault.tenantId) {
    throw unauthorized(
      vault,
      `AKV10032: Invalid issuer. Expected https://sts.windows.net/${vault.tenantId}/, found ${claims.iss}.`,
    )
  }
  return claims
}

function unauthorized(vault: Vault, message: string): VaultError {
  const authority = `https://${SUFFIXES[vault.cloud].directory}/${vault.tenantId}`
  const challenge = `Bearer authorization="${authority}", resource="${audienceOf(vault)}"`
  return new VaultError(401, 'Unauthorized', message, null, { 'www-authenticate': challenge })
}
