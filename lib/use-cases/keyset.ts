/** Which page: the one after a key, or, turned back, the one right before one. Neither: the first. */
interface PageTurn<K> {
  after?: K
  before?: K
}

/** How many rows to read for a page, one more than it shows: negative when turned back, as Prisma's `take`. */
export function takeFor(size: number, { before }: PageTurn<unknown>): number {
  return before === undefined ? size + 1 : -(size + 1)
}

/**
 * Cuts a page out of what was read with `takeFor`.
 * @returns its rows, and the keys by which to turn on and back; null where there is nothing
 */
export function cutPage<Row, K>(found: Row[], size: number, turn: PageTurn<unknown>, keyOf: (row: Row) => K) {
  const back = turn.before !== undefined
  const isMore = found.length > size
  const rows = back ? found.slice(-size) : found.slice(0, size)
  const [first, last] = [rows.at(0), rows.at(-1)]
  return {
    rows,
    previous: first && (back ? isMore : turn.after !== undefined) ? keyOf(first) : null,
    next: last && (back || isMore) ? keyOf(last) : null,
  }
}
