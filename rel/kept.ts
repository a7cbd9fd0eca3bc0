const closers: (() => Promise<void>)[] = []

/** Opens something at its first use and keeps it for every suite of the run. */
export function kept<T extends { stop(): Promise<void> }>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined
  return () => {
    opened ??= open().then((value) => {
      closers.push(() => value.stop())
      return value
    })
    return opened
  }
}

/** Ends what was kept, the newest first. */
export async function closeKept(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close()
}
