import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach } from 'vitest'

const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}
/** A number as PostgreSQL sends it. */
export const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const READY = message('Z', Buffer.from('I'))
const LET_IN = Buffer.concat([message('R', int32(0)), READY])
/** The answer of a query that found nothing. */
export const NO_ROWS = Buffer.concat([message('C', Buffer.from('SELECT 0\0')), READY])

let server: Server
const lines = new Set<Socket>()
afterEach(() => {
  for (const line of lines) line.destroy()
  server.close()
})

/** A server that speaks just enough PostgreSQL to be let in, and never closes a line by itself. */
export async function hostilePostgres(answerQuery: (line: Socket) => void): Promise<number> {
  server = createServer({ allowHalfOpen: true }, (line) => {
    lines.add(line)
    line.on('close', () => lines.delete(line))
    line.on('error', () => line.destroy())
    line.on('data', (chunk) => {
      if (chunk.length === 8 && chunk.readInt32BE(4) === 80877103) line.write('N')
      else if (chunk[0] === 0x51) answerQuery(line)
      else if (chunk[0] === 0) line.write(LET_IN)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
