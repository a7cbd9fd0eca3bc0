import type { Route } from 'next'

/** An address inside the product, checked against the pages that exist. */
export type Href = Route
