import { authorizeAssumeRole } from '../access'
import { rootArn } from '../arns'
import { type Caller, refusal } from '../call'
import { accessDenied, KmsError, validation } from '../errors'
import { type Role, sessionArn } from '../roles'
import type { World } from '../world'
import type { StsQuery } from './query'

export interface StsCall {
  world: World
  caller: Caller
  region: string
  query: StsQuery
}

const DURATION_MIN_S = 900
const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/([\w+=,.@-]{1,64})$/

/** The role that a request names; null when there is none. */
export function namedRole(world: World, { RoleArn = '' }: StsQuery): Role | null {
  const [, accountId = '', name = ''] = ROLE_ARN.exec(RoleArn) ?? []
  return world.role(accountId, name)
}

/** @throws KmsError InvalidAction for an operation that is not simulated, and those of the operation */
export function runSts(call: StsCall) {
  if (call.query.Action === 'AssumeRole') return assumeRole(call)
  if (call.query.Action === 'GetCallerIdentity') return callerIdentity(call)
  throw new KmsError('UnknownOperationException', `This simulator has no operation ${call.query.Action}.`)
}

/** AssumeRole, where the role's trust policy and, from another account, the caller's own policy allow it. */
function assumeRole({ world, caller, region, query }: StsCall) {
  const { RoleArn = '', RoleSessionName = '', ExternalId } = query
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) throw constraint('roleSessionName')
  if (ExternalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(ExternalId)) throw constraint('externalId')
  if (!ROLE_ARN.test(RoleArn)) throw validation(`${RoleArn} is invalid`)
  const role = namedRole(world, query)
  // A role that is not there is refused in the same words as one that may not be assumed.
  if (!role) throw accessDenied(refusal(caller, 'sts:AssumeRole', RoleArn))
  authorizeAssumeRole({ caller, region }, role, {
    externalId: ExternalId,
    sessionName: RoleSessionName,
  })
  const seconds = durationOf(query, role)
  const issuedAtMs = Date.now()
  const expiresAtMs = issuedAtMs + seconds * 1000
  const claims = { roleArn: RoleArn, sessionName: RoleSessionName, issuedAtMs, expiresAtMs }
  const credentials = world.sessions.issue(claims)
  return {
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${RoleSessionName}`,
      Arn: sessionArn(role, RoleSessionName),
    },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expiresAtMs).toISOString(),
    },
  }
}

function durationOf({ DurationSeconds = '3600' }: StsQuery, role: Role): number {
  const seconds = Number(DurationSeconds)
  if (!/^\d{1,6}$/.test(DurationSeconds) || seconds < DURATION_MIN_S) throw constraint('durationSeconds')
  if (seconds > role.maxSessionSeconds) {
    throw validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  return seconds
}

const constraint = (member: string) =>
  validation(`1 validation error detected: Value at '${member}' failed to satisfy constraint`)

/** GetCallerIdentity: needs no permission. */
const callerIdentity = ({ caller }: StsCall) => ({
  Arn: caller.sessionArn ?? caller.arn,
  UserId: caller.arn === rootArn(caller.accountId) ? caller.accountId : caller.arn.replace(/^.*\//, ''),
  Account: caller.accountId,
})
