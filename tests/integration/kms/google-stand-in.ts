import type { Server as NetServer } from 'node:net'
import {
  Server,
  ServerCredentials,
  type ServiceError,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { afterEach } from 'vitest'
import { type GoogleOptions, type RootKey, RootKeys } from '@/lib/kms'
import { StatusError } from '@/simulators/google-kms/errors'
import { KMS_SERVICE, trailerOf } from '@/simulators/google-kms/protos'
import { ACCOUNT, credentials, type GoogleProject, nameOf } from '../../support/google-project'

export const NAME = 'projects/northwind-prod/locations/europe-west3/keyRings/r/cryptoKeys/k'
/** Short limits, so that the tests don't wait for the true ones. */
const LIMITS = { attemptTimeoutMs: 1_000, totalTimeoutMs: 3_000 }

type Answer = () => object | StatusError | Promise<object>

/** Servers that stand in Google's place for a test, and the key behind them; tokens are true ones of `world`. */
export class StandIn {
  readonly #open: (() => unknown)[] = []

  constructor(private readonly world: GoogleProject) {
    afterEach(async () => {
      for (const close of this.#open.splice(0)) await close()
    })
  }

  /** The key at an address. */
  at(kmsUrl: string, options: GoogleOptions = {}): RootKey {
    const endpoint = { kmsUrl, authUrl: this.world.endpoint.authUrl }
    const rootKeys = new RootKeys({ aws: {}, google: { endpoint, credentials, ...LIMITS, ...options } })
    this.#open.push(() => rootKeys.close())
    return rootKeys.google(nameOf(NAME), { serviceAccount: ACCOUNT })
  }

  /** The key behind a server of any kind. */
  async listening(server: NetServer): Promise<RootKey> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#open.push(() => server.close())
    const address = server.address()
    return this.at(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  }

  /** The key behind a gRPC server that answers each call in its own way. */
  async answering(answers: Record<string, Answer>, options: GoogleOptions = {}) {
    const requests: string[] = []
    const server = new Server({ 'grpc.max_send_message_length': -1 })
    const handlers = Object.entries(answers).map(([name, answer]) => [
      name,
      async (_: unknown, callback: (error: Partial<ServiceError> | null, value?: object) => void) => {
        requests.push(name)
        const given = await answer()
        if (!(given instanceof StatusError)) return callback(null, given)
        callback({ code: given.grpcStatus, details: given.message, metadata: trailerOf(given) })
      },
    ])
    server.addService(KMS_SERVICE, Object.fromEntries(handlers) as UntypedServiceImplementation)
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      )
    })
    this.#open.push(() => server.forceShutdown())
    return { rootKey: this.at(`http://127.0.0.1:${port}`, options), requests }
  }
}
