'use client'

import { signIn } from 'next-auth/react'
import type { ActionState, FormAction } from '@/lib/domain/action-state'
import { ERROR_KINDS } from '@/lib/domain/errors'
import type { DemoPerson } from './demo-people'
import { Landing } from './landing'

/** The first page, with its forms tied to next-auth's routes. */
export function SignInPage({ people }: { people: DemoPerson[] }) {
  return <Landing people={people} signInAs={byCard} signIn={byPassword} />
}

const byPassword: FormAction = (_state, form) =>
  enter('password', { email: text(form, 'email'), password: text(form, 'password') })

const byCard: FormAction = (_state, form) => enter('demo', { email: text(form, 'personId') })

const text = (form: FormData, name: string) => String(form.get(name) ?? '')

async function enter(provider: string, credentials: Record<string, string>): Promise<ActionState> {
  const answer = await signIn(provider, { ...credentials, redirect: false })
  if (!answer?.ok) return refusal(answer?.error ?? '')
  window.location.assign('/') // a new document, so that nothing of the signed-out page stays behind
  return { status: 'ok' }
}

const CODES = ['wrong_credentials', 'too_many_attempts', 'sign_in_unavailable'] as const

/** What next-auth passes on: our stable code, and after it what to do. */
function refusal(told: string): ActionState {
  const [code = '', ...words] = told.split(' ')
  const known = CODES.find((candidate) => candidate === code) ?? 'internal'
  const { message, fix } = ERROR_KINDS[known]
  return { status: 'error', code: known, message, fix: words.join(' ') || fix }
}
