'use client'

import { unstable_rethrow } from 'next/navigation'
import {
  type ComponentProps,
  createContext,
  type FormEvent,
  type ReactNode,
  useActionState,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useTransition,
} from 'react'
import { toast } from 'sonner'
import { type ActionState, type ActionSuccess, type FormAction, IDLE } from '@/lib/domain/action-state'
import { ERROR_KINDS, type ErrorCode, type WhoseMove } from '@/lib/domain/errors'
import { Button } from './button'
import { Callout } from './callout'
import { cn } from './cn'
import { focusFirstError } from './focus-first-error'

interface FormStatus {
  pending: boolean
  fieldErrors: Record<string, string>
}

/** The surrounding form's state, for fields and submit buttons. */
export const FormContext = createContext<FormStatus | null>(null)

const NO_ANSWER: ActionState = {
  status: 'error',
  code: 'no_answer',
  message: 'The server did not answer.',
  fix: 'Check your connection and send it again. What was already taken is not taken twice.',
}

interface ActionFormProps {
  action: FormAction
  children: ReactNode
  /** Called after each success. A message of the result is shown as a toast either way. */
  onOk?: (result: ActionSuccess) => void
  /** Keeps what was typed after a success; by default the form is emptied. */
  keepValues?: boolean
  className?: string
  /** The form's accessible name, where no heading gives one. */
  'aria-label'?: string
}

/**
 * A form around a server action. Keeps what was typed when the action refuses it, says cause and next step,
 * puts errors beside their fields and the focus on the first, refuses a second submit while one is under way,
 * and carries `submissionId`, a UUID that changes only after a success. Works before hydration too.
 */
export function ActionForm({ action, children, onOk, keepValues, className, ...rest }: ActionFormProps) {
  const formRef = useRef<HTMLFormElement>(null)
  const [posted, postAction] = useActionState(action, IDLE)
  const [answer, setAnswer] = useState<ActionState | null>(null)
  const [pending, startTransition] = useTransition()
  const [submissionId, setSubmissionId] = useState(() => crypto.randomUUID())
  const state = answer ?? posted

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const form = event.currentTarget
    const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null
    const formData = new FormData(form, submitter)
    startTransition(async () => {
      const result = await answerOf(action, state, formData)
      setAnswer(result)
      if (result.status !== 'ok') return
      if (!keepValues) form.reset()
      setSubmissionId(crypto.randomUUID())
      if (result.message) toast.success(result.message)
      onOk?.(result)
    })
  }

  const tellOk = useEffectEvent((result: ActionSuccess) => onOk?.(result))
  useEffect(() => {
    // Sent before the page's scripts were there: the answer came with the page.
    if (posted.status === 'ok') tellOk(posted)
  }, [posted])

  useEffect(() => {
    if (state.status === 'error' && formRef.current) focusFirstError(formRef.current)
  }, [state])

  const fieldErrors = state.status === 'error' ? (state.fields ?? {}) : {}
  return (
    <form
      ref={formRef}
      action={postAction}
      onSubmit={submit}
      noValidate
      className={cn('grid gap-4', className)}
      {...rest}
    >
      <input type="hidden" name="submissionId" value={submissionId} suppressHydrationWarning />
      {state.status === 'error' && (
        <Callout
          tone="stopped"
          title={state.message}
          whose={movesElsewhere(state.code)}
          data-form-error
          tabIndex={-1}
          role="alert"
        >
          {state.fix}
        </Callout>
      )}
      <FormContext value={{ pending, fieldErrors }}>{children}</FormContext>
    </form>
  )
}

/** Whose move an error is, when it isn't that of the person before the form. */
function movesElsewhere(code: string): WhoseMove | undefined {
  const kind: { whose: WhoseMove } | undefined = Object.hasOwn(ERROR_KINDS, code)
    ? ERROR_KINDS[code as ErrorCode]
    : undefined
  return kind?.whose === 'you' ? undefined : kind?.whose
}

/** The action's answer; a request that got none is an error of the form, while redirects go on their way. */
async function answerOf(action: FormAction, state: ActionState, formData: FormData): Promise<ActionState> {
  try {
    return await action(state, formData)
  } catch (error) {
    unstable_rethrow(error)
    return NO_ANSWER
  }
}

/** The form's submit button: busy while the action runs. `pendingLabel` replaces the words meanwhile. */
export function SubmitButton({
  children,
  pendingLabel,
  variant = 'primary',
  ...rest
}: ComponentProps<typeof Button> & { pendingLabel?: string }) {
  const pending = useContext(FormContext)?.pending ?? false
  return (
    <Button type="submit" variant={variant} pending={pending} {...rest}>
      {pending && pendingLabel ? pendingLabel : children}
    </Button>
  )
}
