import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms'
import { BOUNDED_RESPONSE, boundedResponse } from './bounded-response'
import { type AwsOptions, ClientSettings } from './client-settings'
import { type AwsRole, type RoleSession, RoleSessions } from './role-sessions'

/** Where a key is reached: its region, and the customer's role that may use it; null for our own identity. */
export interface Access {
  region: string
  role: AwsRole | null
}

interface Kept {
  client: KMSClient
  /** The session that the client signs with; null for our own credentials. */
  session: RoleSession | null
}

/** One SDK client for each region and role: the SDK never follows the region of an ARN, and no role's are shared. */
export class AwsClients {
  readonly totalTimeoutMs: number
  readonly #settings: ClientSettings
  readonly #sessions: RoleSessions
  readonly #kept = new Map<string, Kept>()

  constructor(options: AwsOptions) {
    this.#settings = new ClientSettings(options)
    this.#sessions = new RoleSessions(this.#settings)
    this.totalTimeoutMs = this.#settings.totalTimeoutMs
  }

  /** Throws KmsError when the role can't be assumed. */
  async of(access: Access): Promise<KMSClient> {
    const { region, role } = access
    const session = role && (await this.#sessions.of(role, region))
    const id = idOf(access)
    const kept = this.#kept.get(id)
    if (kept?.session === session) return kept.client
    const client = this.#make(region, session, kept?.client.config.requestHandler)
    this.#kept.set(id, { client, session })
    return client
  }

  /** Credentials that were refused are read, or asked for, anew; unless somebody has done so. Keeps the connections. */
  renew(access: Access, refused: KMSClient): void {
    const { region, role } = access
    const kept = this.#kept.get(idOf(access))
    if (kept?.client !== refused) return
    if (role && kept.session) this.#sessions.drop(role, region, kept.session)
    else kept.client = this.#make(region, null, refused.config.requestHandler)
  }

  /** Closes the connections. */
  close(): void {
    for (const { client } of this.#kept.values()) client.destroy()
    this.#kept.clear()
    this.#sessions.close()
  }

  #make(
    region: string,
    session: RoleSession | null,
    requestHandler?: KMSClientConfig['requestHandler'],
  ): KMSClient {
    const client = new KMSClient({
      ...this.#settings.client(region),
      ...(session === null ? {} : { credentials: session }),
      ...(requestHandler === undefined ? {} : { requestHandler }),
    })
    client.middlewareStack.add(boundedResponse, BOUNDED_RESPONSE)
    return client
  }
}

const idOf = ({ region, role }: Access): string => JSON.stringify([region, role?.arn, role?.externalId])
