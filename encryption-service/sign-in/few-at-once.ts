import { LatchkeyError } from '@/lib/domain/errors'

/**
 * Lets a few pieces of work run at once and some more wait their turn; whatever comes beyond is refused at once,
 * before anything is done about it.
 * @throws LatchkeyError sign_in_unavailable by the function that is returned
 */
export function fewAtOnce({ running, waiting }: { running: number; waiting: number }) {
  let free = running
  const queue: (() => void)[] = []

  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--
    else if (queue.length < waiting) await new Promise<void>((turn) => queue.push(turn))
    else throw new LatchkeyError('sign_in_unavailable')
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else free++
    }
  }
}
