/**
 * The value that `rank` percent of the values don't exceed (nearest-rank method, so always one of them).
 * @param rank above 0, at most 100
 * @throws RangeError without values, or for another rank
 */
export function percentile(values: readonly number[], rank: number): number {
  if (!(rank > 0 && rank <= 100)) throw new RangeError('a percentile is above 0 and at most 100')
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.ceil((rank / 100) * sorted.length) - 1]
  if (found === undefined) throw new RangeError('no values to take a percentile of')
  return found
}
