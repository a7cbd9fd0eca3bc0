import { describe, expect, it } from 'vitest'
import { hostName } from '@/lib/domain/host'

const accepts = (text: string) => hostName.safeParse(text)

describe('the host of a connection', () => {
  it.each([
    ['db.example.com', 'db.example.com'],
    ['  DB.Example.COM ', 'db.example.com'],
    ['localhost', 'localhost'],
    ['db_1.internal', 'db_1.internal'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['203.0.113.7', '203.0.113.7'],
    ['2001:DB8::7', '2001:db8::7'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('takes %j as %j', (given, kept) => {
    expect(accepts(given)).toMatchObject({ success: true, data: kept })
  })

  it.each([
    ['a URL', 'https://db.example.com'],
    ['a path', 'db.example.com/app'],
    ['a port', 'db.example.com:5432'],
    ['a user', 'admin@db.example.com'],
    ['a bracketed address', '[2001:db8::7]'],
    ['a space', 'db example.com'],
    ['a line break', 'db.example.com\nevil.example'],
    ['a NUL', 'db\u0000.example.com'],
    ['an empty label', 'db..example.com'],
    ['a label of 64', `${'a'.repeat(64)}.example`],
    ['254 characters', `${'a.'.repeat(126)}aa`],
    ['a leading hyphen', '-db.example.com'],
    ['letters of another script', 'bücher.example'],
    ['an address as one number', '2130706433'],
    ['an address in hexadecimal', '0x7f.1'],
    ['a short address', '127.1'],
    ['an address out of range', '127.0.0.256'],
    ['nothing', '   '],
  ])('refuses %s', (_what, given) => {
    expect(accepts(given).success).toBe(false)
  })

  it.each([null, undefined, 5432, ['db.example.com'], { host: 'db.example.com' }])('refuses %j', (given) => {
    expect(hostName.safeParse(given).success).toBe(false)
  })
})
