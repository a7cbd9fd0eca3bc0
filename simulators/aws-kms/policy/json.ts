/** The line and column, from 1, of the first character at which a text stops being JSON. */
export function jsonErrorPlace(text: string): { line: number; column: number } {
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (mayGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  const lines = text.slice(0, good).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/**
 * Whether a text is the beginning of some JSON. V8 does not always tell where it gave up, but what is
 * merely cut off is always reported at its end.
 */
function mayGoOn(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const position = /position (\d+)/.exec(message)?.[1]
    if (position !== undefined) return Number(position) >= text.length
    return message.includes('end of JSON input')
  }
}
