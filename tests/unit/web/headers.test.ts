import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { isLoopbackHost } from '@/lib/domain/loopback'
import { contentSecurityPolicy, securityHeaders, TOAST_STYLE_HASH } from '@/lib/domain/security-headers'

const directive = (policy: string, name: string) =>
  policy.split('; ').find((part) => part.startsWith(`${name} `))

describe('the content security policy', () => {
  it('lets scripts in by nonce alone', () => {
    const policy = contentSecurityPolicy('abc', false)
    expect(directive(policy, 'script-src')).toBe(`script-src 'self' 'nonce-abc' 'strict-dynamic'`)
    expect(directive(policy, 'style-src')).not.toContain('unsafe')
    for (const name of ['base-uri', 'object-src', 'frame-ancestors'])
      expect(directive(policy, name)).toContain(`'none'`)
    expect(directive(policy, 'form-action')).toBe(`form-action 'self'`)
  })

  it('evaluates nothing outside development', () => {
    expect(contentSecurityPolicy('abc', false)).not.toContain('unsafe-eval')
    expect(contentSecurityPolicy('abc', true)).toContain('unsafe-eval')
  })

  it('knows the style sheet that the toasts’ library puts into the page', () => {
    const source = readFileSync(createRequire(import.meta.url).resolve('sonner'), 'utf8')
    const sheet = /^\s*__insertCSS\((".*")\);$/m.exec(source)?.[1] ?? '""'
    expect(createHash('sha256').update(JSON.parse(sheet)).digest('base64')).toBe(TOAST_STYLE_HASH)
  })
})

describe('the other headers', () => {
  it('demand TLS only of those who came by it', () => {
    expect(securityHeaders(true)).toHaveProperty('strict-transport-security')
    expect(securityHeaders(false)).not.toHaveProperty('strict-transport-security')
    expect(securityHeaders(false)).toMatchObject({ 'x-content-type-options': 'nosniff' })
  })
})

describe('this machine’s own names', () => {
  it.each(['127.0.0.1', '127.0.0.1:3000', 'localhost:3000', 'LOCALHOST', '[::1]:3000'])(
    '%s is one',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true)
    },
  )

  it.each([
    'latchkey.example',
    'localhost.evil.example',
    '127.0.0.1.nip.example:3000',
    '127.0.0.1@evil.example',
    'evil.example:80#localhost',
    '0.0.0.0',
    '',
    null,
  ])('%s is none', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })
})
