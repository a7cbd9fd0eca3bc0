import { LatchkeyError } from '@/lib/domain/errors'

/**
 * Waits for work no longer than this; the work itself is bounded elsewhere.
 * @throws LatchkeyError service_unavailable when it took too long
 */
export async function inTime<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new LatchkeyError('service_unavailable', { message: 'The answer took too long.' }))
    }, limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
