import type { z } from 'zod'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

/** What is wrong with a value, in words for the person who typed it; a schema's own message goes first. */
function plainWords(issue: Issue): string {
  if (issue.input === undefined || issue.input === '') return 'This is missing.'
  const unit = issue.origin === 'string' ? ' characters' : ''
  if (issue.code === 'too_small') return `At least ${issue.minimum}${unit}.`
  if (issue.code === 'too_big') return `At most ${issue.maximum}${unit}.`
  if (issue.code === 'invalid_value') return 'Choose one of the values offered.'
  if (issue.code === 'unrecognized_keys') return 'More was sent than was asked for.'
  return 'This does not have the right form.'
}

/** Parsed input, or the message for each wrong field by its path (such as `port` or `people.0.email`). */
export type ParsedInput<T> = { ok: true; input: T } | { ok: false; fields: Record<string, string> }

/** Parses what a form or an address holds. Only the first message of a field is kept. */
export function parseInput<S extends z.ZodType>(schema: S, values: unknown): ParsedInput<z.output<S>> {
  const parsed = schema.safeParse(values, { error: plainWords })
  if (parsed.success) return { ok: true, input: parsed.data }
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message
  return { ok: false, fields }
}

/**
 * The values of a form by name; a name that occurs more than once gives an array.
 * React's own fields, which a form carries when it is sent without JavaScript, are left out.
 */
export function formValues(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith('$ACTION'))
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}
