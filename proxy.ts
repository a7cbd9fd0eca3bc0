import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { isLoopbackHost } from '@/lib/domain/loopback'
import { contentSecurityPolicy, securityHeaders } from '@/lib/domain/security-headers'
import { inDevelopment, webEnv } from '@/lib/env'

/**
 * Puts the security headers on every answer. It protects nothing by itself: each page, action and route
 * authorizes in the use case it calls. The demo answers to this machine's own names only, so that no page of
 * another site can reach it by a name that leads here.
 */
export function proxy(request: NextRequest): NextResponse {
  const env = webEnv()
  if (env.mode === 'demo' && !isLoopbackHost(request.headers.get('host'))) {
    return new NextResponse('The demo answers at 127.0.0.1 and localhost only.\n', { status: 421 })
  }
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, inDevelopment())
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy) // where Next reads the nonce for its own scripts
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  for (const [name, value] of Object.entries(securityHeaders(env.url.startsWith('https:')))) {
    response.headers.set(name, value)
  }
  return response
}

export const config = { matcher: ['/((?!_next/static/).*)'] }
