/**
 * Runs `work` with a signal that ends it after `ms` or when the caller's signal does, and waits no longer even if the
 * work ignores its signal. Throws a `TimeoutError` after the time, the caller's own reason after their abort.
 */
export async function withDeadline<T>(
  ms: number,
  callerSignal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  callerSignal?.throwIfAborted()
  const timeout = AbortSignal.timeout(ms)
  const signal = callerSignal ? AbortSignal.any([callerSignal, timeout]) : timeout
  const done = new AbortController()
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: done.signal })
  })
  try {
    return await Promise.race([work(signal), ended])
  } finally {
    done.abort()
  }
}
