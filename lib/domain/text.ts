import { z } from 'zod'

/** No control characters (a database refuses some of them) and no half of a surrogate pair. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u

/**
 * One line of text as people type it; surrounding space is dropped.
 * @param max most characters (UTF-16 units)
 */
export function line(max: number) {
  return z
    .string({ error: 'Fill this in.' })
    .trim()
    .min(1, { error: 'Fill this in.' })
    .max(max, { error: `Use at most ${max} characters.` })
    .regex(PRINTABLE, { error: 'Use letters, digits and signs only, on one line.' })
}

/**
 * A secret as it was typed, its spaces included.
 * @param max most characters (UTF-16 units)
 */
export function secretText(max: number) {
  return z
    .string({ error: 'Fill this in.' })
    .min(1, { error: 'Fill this in.' })
    .max(max, { error: `Use at most ${max} characters.` })
    .regex(PRINTABLE, { error: 'Use letters, digits and signs only.' })
}
