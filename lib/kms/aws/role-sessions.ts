import {
  AssumeRoleCommand,
  type AssumeRoleCommandOutput,
  STSClient,
  type STSClientConfig,
} from '@aws-sdk/client-sts'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import { withDeadline } from '../deadline'
import { KmsError } from '../kms-error'
import { BOUNDED_RESPONSE, boundedResponse } from './bounded-response'
import { kmsErrorFrom } from './classify'
import type { ClientSettings } from './client-settings'

/** A role in the customer's account that may use their key, and the external id that it asks for. */
export interface AwsRole {
  arn: string
  externalId: string
}

/** Credentials of one session of one role. */
export interface RoleSession {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
}

/** The shortest that STS gives: a customer who withdraws the role's trust waits for no longer than this. */
const SESSION_SECONDS = 900
/** Withdrawn trust shows only when a session is asked for, so that one is asked for this often while it is used. */
const RENEW_AFTER_MS = 5 * 60_000
/** Before its end a session is not used any more. */
const MARGIN_MS = 60_000
const USABLE_MS = SESSION_SECONDS * 1000 - MARGIN_MS
/** After a renewal that could not be asked for, while the session is still good. */
const RETRY_AFTER_MS = 30_000
/** How the customer's own log names us. */
const SESSION_NAME = 'latchkey'

interface Kept {
  session: RoleSession
  /** Monotonic milliseconds. */
  begunAt: number
  renewAt: number
}

/** Sessions of customers' roles by AWS STS, each for one role, external id and region alone. */
export class RoleSessions {
  readonly #settings: ClientSettings
  readonly #now: () => number
  readonly #kept = new Map<string, Kept>()
  readonly #asking = new Map<string, Promise<RoleSession>>()
  readonly #clients = new Map<string, STSClient>()

  /** @param now monotonic milliseconds */
  constructor(settings: ClientSettings, now: () => number = () => performance.now()) {
    this.#settings = settings
    this.#now = now
  }

  /**
   * A session that is good for a minute at least; callers at the same time share one request. Throws KmsError:
   * CONSENT_MISSING when the role refuses us, OURS when our own credentials are refused.
   */
  async of(role: AwsRole, region: string): Promise<RoleSession> {
    const id = idOf(role, region)
    const kept = this.#kept.get(id)
    if (!kept || !this.#isUsable(kept)) return await this.#ask(id, role, region)
    // Renewed behind the callers' backs. A refusal takes the session away, so that the next caller hears of it.
    if (this.#now() >= kept.renewAt) this.#ask(id, role, region).catch(() => undefined)
    return kept.session
  }

  /** Forgets a session that was not taken. */
  drop(role: AwsRole, region: string, refused: RoleSession): void {
    const id = idOf(role, region)
    if (this.#kept.get(id)?.session === refused) this.#kept.delete(id)
  }

  /** Closes the connections. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy()
    this.#clients.clear()
    this.#kept.clear()
  }

  #isUsable({ begunAt }: Kept): boolean {
    return this.#now() < begunAt + USABLE_MS
  }

  #ask(id: string, role: AwsRole, region: string): Promise<RoleSession> {
    const asking = this.#asking.get(id) ?? this.#renew(id, role, region)
    this.#asking.set(id, asking)
    return asking
  }

  async #renew(id: string, role: AwsRole, region: string): Promise<RoleSession> {
    const begunAt = this.#now()
    try {
      const session = await this.#assume(role, region)
      this.#kept.set(id, { session, begunAt, renewAt: begunAt + RENEW_AFTER_MS })
      return session
    } catch (error) {
      const borne = error instanceof KmsError && toleranceOf(error.outcome) === 'grace'
      const kept = this.#kept.get(id)
      if (kept && borne) kept.renewAt = this.#now() + RETRY_AFTER_MS
      else this.#kept.delete(id)
      throw error
    } finally {
      this.#asking.delete(id)
    }
  }

  /** Our own credentials that are refused are read anew once. */
  async #assume(role: AwsRole, region: string): Promise<RoleSession> {
    const client = this.#clients.get(region) ?? this.#make(region)
    try {
      return await this.#send(client, role)
    } catch (error) {
      if (!(error instanceof KmsError) || error.outcome !== 'OURS') throw error
    }
    const current = this.#clients.get(region)
    const renewed = current === client ? this.#make(region, client.config.requestHandler) : current
    return await this.#send(renewed ?? this.#make(region), role)
  }

  async #send(client: STSClient, role: AwsRole): Promise<RoleSession> {
    const command = new AssumeRoleCommand({
      RoleArn: role.arn,
      ExternalId: role.externalId,
      RoleSessionName: SESSION_NAME,
      DurationSeconds: SESSION_SECONDS,
    })
    try {
      return await withDeadline(this.#settings.totalTimeoutMs, undefined, async (abortSignal) => {
        await ownCredentials(client)
        return sessionFrom(await client.send(command, { abortSignal }), role)
      })
    } catch (error) {
      throw error instanceof KmsError ? error : refusalFrom(error)
    }
  }

  #make(region: string, requestHandler?: STSClientConfig['requestHandler']): STSClient {
    const client = new STSClient({
      ...this.#settings.client(region),
      ...(requestHandler === undefined ? {} : { requestHandler }),
    })
    client.middlewareStack.add(boundedResponse, BOUNDED_RESPONSE)
    this.#clients.set(region, client)
    return client
  }
}

/** Finds our own credentials beforehand, since a role of our own that refuses us says the same as the customer's. */
async function ownCredentials(client: STSClient): Promise<void> {
  try {
    await client.config.credentials()
  } catch (error) {
    throw kmsErrorFrom(error, 'AssumeRole')
  }
}

const idOf = (role: AwsRole, region: string): string => JSON.stringify([role.arn, role.externalId, region])

/** Of `AssumeRole` itself: AccessDenied is the customer's role. */
function refusalFrom(error: unknown): KmsError {
  const failure = kmsErrorFrom(error, 'AssumeRole')
  if (failure.errorName !== 'AccessDenied') return failure
  const { errorName, requestId, operation } = failure
  return new KmsError({ outcome: 'CONSENT_MISSING', errorName, requestId, operation })
}

/** The session of an answer that is whole and of the role that was asked for. */
function sessionFrom({ Credentials, AssumedRoleUser }: AssumeRoleCommandOutput, role: AwsRole): RoleSession {
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {}
  const ill = (outcome: 'UNKNOWN' | 'INTEGRITY', errorName: string) =>
    new KmsError({ outcome, errorName, requestId: null, operation: 'AssumeRole' })
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw ill('UNKNOWN', 'IncompleteResponse')
  const [, partition, , , accountId, resource = ''] = role.arn.split(':')
  const name = resource.split('/').at(-1)
  const expected = `arn:${partition}:sts::${accountId}:assumed-role/${name}/${SESSION_NAME}`
  if (AssumedRoleUser?.Arn !== expected) throw ill('INTEGRITY', 'RoleMismatch')
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}
