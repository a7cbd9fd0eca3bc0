import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  Server as GrpcServer,
  type handleUnaryCall,
  Metadata,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import type { Fault } from '../shared/faults'
import { StatusError, unauthenticated } from './errors'
import { execute } from './execute'
import { falsified, injectedError } from './faults'
import { methods } from './methods'
import { parseName } from './names'
import { IAM_SERVICE, KMS_SERVICE, trailerOf } from './protos'
import type { World } from './world'

type UnaryCall = ServerUnaryCall<unknown, object>

/** Longer than the longest true request. */
const MAX_REQUEST_BYTES = 256 * 1024

/** The gRPC server behind a plain one, whose connections can be broken for a test. */
export class Wire {
  readonly #server: Server
  readonly #grpc: GrpcServer
  readonly #sockets = new Map<number, Socket>()

  constructor(private readonly world: World) {
    this.#grpc = new GrpcServer({
      'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
      'grpc.max_send_message_length': -1,
    })
    this.#grpc.addService(KMS_SERVICE, this.#handlers(KMS_SERVICE))
    this.#grpc.addService(IAM_SERVICE, this.#handlers(IAM_SERVICE))
    const injector = this.#grpc.createConnectionInjector(ServerCredentials.createInsecure())
    this.#server = createServer((socket) => {
      const port = socket.remotePort ?? 0
      this.#sockets.set(port, socket)
      socket.on('close', () => this.#sockets.delete(port))
      // A client that goes away in the middle of a request is no fault of the simulator.
      socket.on('error', () => socket.destroy())
      injector.injectConnection(socket)
    })
  }

  /** Lets it listen on loopback, and gives its base URL. @throws Error when the port is taken */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    const bound = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${bound.port}`
  }

  /** Ends every connection and closes the server. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets.values()) socket.destroy()
    this.#grpc.forceShutdown()
    await closed
  }

  #handlers(service: ServiceDefinition): UntypedServiceImplementation {
    const names = Object.values(service).map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
    return Object.fromEntries(
      names.filter((name) => methods.has(name)).map((name) => [name, this.#handler(name)]),
    )
  }

  #handler(name: string): handleUnaryCall<unknown, object> {
    return (call, callback) => {
      this.#answer(name, call, callback).catch((error: unknown) => {
        if (error instanceof StatusError) return callback(onWire(error))
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
        callback({ code: status.INTERNAL, details: 'The simulator failed.' })
      })
    }
  }

  async #answer(name: string, call: UnaryCall, callback: sendUnaryData<object>): Promise<void> {
    const [authorization] = call.metadata.get('authorization')
    const caller = this.world.tokens.caller(String(authorization))
    if (!caller) throw unauthenticated()
    const resource = methods.get(name)?.names(call.request) ?? ''
    const fault = this.world.faults.strike(targetOf(name, resource))
    if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 0)
    if (fault && this.#misbehave(fault, call)) return
    const injected = fault && injectedError(fault, name, resource)
    const answer = await execute(this.world, { caller, method: name, request: call.request }, injected)
    if (call.cancelled) return
    if (fault?.kind === 'truncated') return this.#tear(call)
    callback(null, falsified(fault, answer))
  }

  /** Faults of the way to Google, in which no method runs. Returns whether the request is dealt with. */
  #misbehave({ kind }: Fault, call: UnaryCall): boolean {
    if (kind === 'reset') this.#socketOf(call)?.resetAndDestroy()
    // A timeout holds the line open and says nothing, until the client gives up or the simulator stops.
    return kind === 'reset' || kind === 'timeout'
  }

  /** The answer begins, and the line goes dead. */
  #tear(call: UnaryCall): void {
    call.sendMetadata(new Metadata())
    setTimeout(() => this.#socketOf(call)?.destroy(), 20)
  }

  #socketOf(call: UnaryCall): Socket | undefined {
    return this.#sockets.get(Number(call.getPeer().split(':').at(-1)))
  }
}

/** A fault is limited by the project, the key ring, the key or the version that a request names. */
function targetOf(operation: string, resource: string) {
  const name = parseName(resource)
  const keys = name ? [name.ring, name.key, name.version].filter((one) => one !== null) : []
  return { operation, accountIds: name ? [name.project] : [], keys }
}

const onWire = (error: StatusError) => ({
  code: error.grpcStatus,
  details: error.message,
  metadata: trailerOf(error),
})
