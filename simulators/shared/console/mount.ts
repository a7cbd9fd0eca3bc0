import type { Clock } from '../clock'
import type { Html } from '../page/html'
import type { Route } from './route'

/** A page of a cloud; the console puts its frame around it. */
export interface Page {
  title: string
  /** The place of `Mount.places` that it belongs to. */
  place: string | null
  content: Html
}

/** An account, vault or project: where a customer's keys are. */
export interface Place {
  /** Such as `/aws/accounts/111122223333`. */
  href: string
  /** Whose it is, such as `Northwind`. */
  name: string
}

/** A simulated cloud as it stands in the console. */
export interface Mount {
  /** The first part of its paths: pages at `/aws/…`, control API at `/_control/aws/…`. */
  path: 'aws' | 'azure' | 'google'
  /** As people call it, such as `AWS`. */
  name: string
  clock: Clock
  /** Does what time does; before each page and each control request. */
  sweep(): void
  places(): Place[]
  /** Cards for the console's first page, each a `<li class="card">`. */
  home(): Html
  /** The page at a path below `/<path>`, such as `/accounts/111122223333`; null when there is none. */
  page(path: string, query: URLSearchParams): Page | null
  /** Its control API below `/_control/<path>`. */
  routes: readonly Route[]
}
