/**
 * Something that stops a command and that its reader can mend: the message says in one line what is wrong
 * and what to do, so no stack is shown.
 */
export class Problem extends Error {
  /** @param {string} message @param {{ cause?: unknown }} [options] */
  constructor(message, options) {
    super(message, options)
    this.name = 'Problem'
  }
}

/** Prints what ended a command: one line for a Problem, the stack for a bug. @param {unknown} error */
export function reportEnd(error) {
  const text = error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error)
  console.error(`\n✖ ${text}`)
}
