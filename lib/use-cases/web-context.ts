import 'server-only'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { currentSession } from '@/lib/auth/current-session'
import { httpCore } from '@/lib/client/http-core'
import { httpTokenOffice } from '@/lib/client/token-office'
import { LatchkeyError } from '@/lib/domain/errors'
import { webEnv } from '@/lib/env'
import { openFolderStorage } from '@/lib/objects/storage'
import { webStore } from '@/lib/store/web-store'
import type { Context } from './context'

/** The context of the request at hand; null when nobody is signed in. Read once per rendered page. */
export const findContext = cache(async (): Promise<Context | null> => {
  const session = await currentSession()
  if (!session) return null
  const env = webEnv()
  const service = { url: env.serviceUrl, token: env.webToken, session: session.token }
  return {
    actor: session.actor,
    store: webStore(),
    core: httpCore(service),
    tokens: httpTokenOffice(service),
    objects: openFolderStorage(env.storageDir),
    now: new Date(),
  }
})

/** The context of a server action or a route. @throws LatchkeyError not_signed_in */
export async function webContext(): Promise<Context> {
  const context = await findContext()
  if (!context) throw new LatchkeyError('not_signed_in')
  return context
}

/** The context of a page; whoever isn't signed in is sent to the first page. */
export async function pageContext(): Promise<Context> {
  return (await findContext()) ?? redirect('/')
}

/** What only the demo shows: its story, and the page of the customer's cloud. */
export function demoLinks(): { isDemo: boolean; simulatorUrl: string | null } {
  const { mode, simulatorUrl } = webEnv()
  return { isDemo: mode === 'demo', simulatorUrl: simulatorUrl ?? null }
}
