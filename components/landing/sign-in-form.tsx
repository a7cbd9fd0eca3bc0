import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { FormAction } from '@/lib/domain/action-state'

/** Signing in by e-mail address and password. The action gets `email` and `password`. */
export function SignInForm({ signIn }: { signIn: FormAction }) {
  return (
    <ActionForm action={signIn} aria-label="Sign in" keepValues>
      <Field name="email" label="E-mail address" required>
        <Input type="email" autoComplete="username" inputMode="email" />
      </Field>
      <Field name="password" label="Password" required>
        <Input type="password" autoComplete="current-password" />
      </Field>
      <SubmitButton pendingLabel="Signing in" className="w-full">
        Sign in
      </SubmitButton>
    </ActionForm>
  )
}
