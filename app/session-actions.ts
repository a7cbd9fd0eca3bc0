'use server'

import { redirect } from 'next/navigation'
import { forgetSessionCookie } from '@/lib/auth/current-session'
import * as session from '@/lib/use-cases/session/sign-out'
import { findContext } from '@/lib/use-cases/web-context'

/** Ends this browser's session and leads to the first page. */
export async function signOut(): Promise<void> {
  await leave(session.signOut)
}

/** Ends the person's sessions in every browser and leads to the first page. */
export async function signOutEverywhere(): Promise<void> {
  await leave(session.signOutEverywhere)
}

async function leave(end: typeof session.signOut): Promise<void> {
  const context = await findContext()
  if (context) await end(context)
  await forgetSessionCookie()
  redirect('/')
}
