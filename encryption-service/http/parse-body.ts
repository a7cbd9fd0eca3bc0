import type { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'

const MAX_MESSAGE_LENGTH = 300

/**
 * What a body holds, or what is wrong with it first. The message names places, never values.
 * @throws LatchkeyError invalid_input
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the body'
  const message = `Not a valid request: ${where}: ${whatIsWrong(issue)}`
  throw new LatchkeyError('invalid_input', {
    message: message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message,
    fix: 'Send what /openapi.json describes.',
  })
}

/** A field that is not known may be a secret in the wrong place: its name is not said back. */
function whatIsWrong(issue: z.core.$ZodIssue | undefined): string | undefined {
  return issue?.code === 'unrecognized_keys' ? 'there is a field that is not known' : issue?.message
}
