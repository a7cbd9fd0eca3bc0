import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { probeDatabase } from '@/encryption-service/jobs/probe-database'

const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const READY = message('Z', Buffer.from('I'))
const LET_IN = Buffer.concat([message('R', int32(0)), READY])
const NO_ROWS = Buffer.concat([message('C', Buffer.from('SELECT 0\0')), READY])

let server: Server
const lines = new Set<Socket>()
afterEach(() => {
  for (const line of lines) line.destroy()
  server.close()
})

/** A server that speaks just enough PostgreSQL to be let in, and never closes a line by itself. */
async function hostile(answerQuery: (line: Socket) => void): Promise<number> {
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

async function probe(port: number): Promise<string> {
  const target = { host: '127.0.0.1', port, database: 'db', username: 'user', verifyTls: false }
  const policy = { allowedHosts: [`127.0.0.1:${port}`], allowUnverifiedTls: true }
  return (await probeDatabase(target, 'password', policy)).outcome
}

describe('a database server that means harm', () => {
  it('does not keep the probe when it never closes the line', async () => {
    const port = await hostile((line) => line.write(NO_ROWS))
    expect(await probe(port)).toBe('connected')
  })

  it('is left when it does not stop sending', async () => {
    let sent = 0
    const flood = Buffer.alloc(1 << 18, 1)
    const port = await hostile((line) => {
      // The head of a message of two gigabytes.
      line.write(Buffer.concat([Buffer.from('D'), int32(0x7fffffff)]))
      const more = () => {
        while (!line.destroyed && line.write(flood)) sent += flood.length
      }
      line.on('drain', more)
      more()
    })
    expect(await probe(port)).toBe('database_error')
    expect(sent).toBeLessThan(64 << 20)
  })
})
