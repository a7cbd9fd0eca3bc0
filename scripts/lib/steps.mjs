const SLOW_AFTER_MS = 2_000

/**
 * Does a piece of work and prints its name with the time it took; one that takes long is named beforehand too.
 * @template T
 * @param {string} name what is done, as an order: "Install the packages"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const startedAt = performance.now()
  const slow = setTimeout(() => console.log(`  … ${name}`), SLOW_AFTER_MS)
  try {
    const result = await work()
    console.log(`  ✓ ${name.padEnd(40)} ${seconds(performance.now() - startedAt)}`)
    return result
  } finally {
    clearTimeout(slow)
  }
}

/** A duration for people. @param {number} ms */
export const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`
