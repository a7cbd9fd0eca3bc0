import { z } from 'zod'

/**
 * A list or record of at most so many entries, counted before any of them is looked at: a million wrong entries
 * must not become a million complaints.
 */
export function atMost<T extends z.ZodType>(most: number, schema: T) {
  return z.preprocess((value, context) => {
    const count = typeof value === 'object' && value !== null ? Object.keys(value).length : 0
    if (count <= most) return value
    context.addIssue({ code: 'custom', message: `at most ${most.toLocaleString('en')} entries` })
    return z.NEVER
  }, schema)
}
