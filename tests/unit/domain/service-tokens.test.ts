import { describe, expect, it } from 'vitest'
import { curlExample } from '@/components/tokens/curl-example'
import { tokenState, wantedToken } from '@/lib/domain/service-tokens'

const now = new Date('2026-11-27T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000)

describe('the state of a token', () => {
  it.each([
    ['live', inDays(15), null],
    ['live', null, null],
    ['expires_soon', inDays(14), null],
    ['expired', now, null],
    ['revoked', inDays(15), now],
    ['revoked', inDays(-1), now],
  ])('is %s when it expires at %s and was revoked at %s', (state, expiresAt, revokedAt) => {
    expect(tokenState({ expiresAt, revokedAt }, now)).toBe(state)
  })
})

describe('a wanted token', () => {
  it('names each class once', () => {
    const parsed = wantedToken.parse({
      id: '7d0f3a52-5c5b-4a0e-9f0e-0d5e0f1a2b3c',
      name: 'billing',
      organizationId: null,
      encryptClasses: ['api_exports', 'api_exports'],
      decryptClasses: [],
      lifeDays: 365,
    })
    expect(parsed.encryptClasses).toEqual(['api_exports'])
  })
})

describe('the example beside a new token', () => {
  const example = { serviceUrl: 'http://127.0.0.1:4310', organizationId: 'an-organization' }

  it('is one command for a shell, with a body that is JSON', () => {
    const text = curlExample('lk_x', example, { operation: 'encrypt', dataClass: 'api_exports' })
    expect(text).toMatch(/^curl -sS http:\/\/127\.0\.0\.1:4310\/v1\/encrypt \\\n/)
    expect(text).toContain(`'Authorization: Bearer lk_x'`)
    const [, body = ''] = /-d '(.*)'$/s.exec(text) ?? []
    expect(JSON.parse(body)).toMatchObject({
      context: { organization: 'an-organization', dataClass: 'api_exports' },
      plaintext: 'aGVsbG8',
    })
  })

  it('decrypts when that is all that the token may', () => {
    const text = curlExample('lk_x', example, { operation: 'decrypt', dataClass: 'api_exports' })
    expect(text).toContain('/v1/decrypt')
    expect(text).toContain('"ciphertext"')
  })
})
