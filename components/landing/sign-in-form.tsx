'use client'

import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { signInByPassword } from './sign-in'

/** Signing in by e-mail address and password. */
export function SignInForm() {
  return (
    <ActionForm action={signInByPassword} keepValues>
      <Field name="email" label="E-mail address" required>
        <Input type="email" autoComplete="username" spellCheck={false} maxLength={320} />
      </Field>
      <Field name="password" label="Password" required>
        <Input type="password" autoComplete="current-password" maxLength={200} />
      </Field>
      <SubmitButton pendingLabel="Signing in …" className="justify-self-start">
        Sign in
      </SubmitButton>
    </ActionForm>
  )
}
