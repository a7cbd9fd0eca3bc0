import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { ActionState, FormAction } from '@/lib/domain/action-state'
import { LatchkeyError } from '@/lib/domain/errors'
import { formValues, parseInput } from '@/lib/domain/form-input'
import type { Context } from '@/lib/use-cases/context'
import { toldProblem } from '@/lib/use-cases/told-problem'
import { webContext } from '@/lib/use-cases/web-context'

/**
 * Makes the server action of a form: reads the session, parses the form, calls the use case, and answers with
 * what the form shows. Call it in a file that begins with 'use server'.
 * @param schema what the form holds, `submissionId` included
 * @param verb the use case: authorizes and does it; its LatchkeyErrors become the form's error
 * @param after the state that follows success; may revalidate and redirect
 */
export function formAction<S extends z.ZodType, T>(
  schema: S,
  verb: (context: Context, input: z.output<S>) => Promise<T>,
  after: (result: T, input: z.output<S>) => ActionState | Promise<ActionState>,
): FormAction {
  return async (_state, form) => {
    try {
      const context = await webContext()
      const parsed = parseInput(schema, formValues(form))
      if (!parsed.ok) throw new LatchkeyError('invalid_input', { fields: parsed.fields })
      return await after(await verb(context, parsed.input), parsed.input)
    } catch (thrown) {
      unstable_rethrow(thrown) // a redirect is thrown, and is no error
      return errorState(thrown, verb.name)
    }
  }
}

/** The state of a form whose action failed; an unknown error is logged. */
function errorState(thrown: unknown, where: string): ActionState {
  const { error } = toldProblem(thrown, where)
  return {
    status: 'error',
    code: error.code,
    message: error.message,
    fix: error.fix,
    ...(Object.keys(error.fields).length > 0 ? { fields: error.fields } : {}),
  }
}
