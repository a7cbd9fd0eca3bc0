import { describe, expect, it } from 'vitest'
import { probeDatabase } from '@/encryption-service/jobs/probe-database'
import { hostilePostgres, int32, NO_ROWS } from '../../support/hostile-postgres'

async function probe(port: number): Promise<string> {
  const target = { host: '127.0.0.1', port, database: 'db', username: 'user', verifyTls: false }
  const policy = { allowedHosts: [`127.0.0.1:${port}`], allowUnverifiedTls: true }
  return (await probeDatabase(target, 'password', policy)).outcome
}

describe('a database server that means harm', () => {
  it('does not keep the probe when it never closes the line', async () => {
    const port = await hostilePostgres((line) => line.write(NO_ROWS))
    expect(await probe(port)).toBe('connected')
  })

  it('is left when it does not stop sending', async () => {
    let sent = 0
    const flood = Buffer.alloc(1 << 18, 1)
    const port = await hostilePostgres((line) => {
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
