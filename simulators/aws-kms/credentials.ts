import type { Caller } from './call'
import { KmsError } from './errors'
import { parsePolicy } from './policy/document'
import { NOTHING, sessionArn } from './roles'
import type { World } from './world'

/**
 * Whose credentials an access key is of, and the secret that their signatures are made with.
 * @throws KmsError UnrecognizedClientException or ExpiredTokenException
 */
export function credentialsOf(world: World, accessKeyId: string, sessionToken: string | undefined) {
  const principal = world.principal(accessKeyId)
  if (principal && sessionToken === undefined) {
    const { arn, accountId, policy, secretAccessKey } = principal
    return { caller: { arn, accountId, policy } satisfies Caller, secretAccessKey }
  }
  const claims = sessionToken === undefined ? null : world.sessions.open(accessKeyId, sessionToken)
  if (!claims) {
    throw new KmsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  }
  if (world.sessions.hasEnded(claims, Date.now())) {
    throw new KmsError('ExpiredTokenException', 'The security token included in the request is expired')
  }
  return {
    caller: sessionCaller(world, claims.roleArn, claims.sessionName),
    secretAccessKey: world.sessions.secretOf(accessKeyId),
  }
}

/** A session goes on when its role's trust is withdrawn; its role's policy counts as it is now. */
function sessionCaller(world: World, arn: string, sessionName: string): Caller {
  const [, accountId = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? []
  const policy = parsePolicy(world.role(accountId, name)?.policy ?? NOTHING, 'identity')
  return { arn, accountId, policy, sessionArn: sessionArn({ accountId, name }, sessionName) }
}
