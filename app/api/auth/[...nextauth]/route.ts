import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/options'

/** next-auth's own routes. The settings are read at the request: a build has none. */
const handler = (
  request: NextRequest,
  route: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> => NextAuth(request, route, authOptions())

export { handler as GET, handler as POST }
