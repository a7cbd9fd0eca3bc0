import { webEnv } from '@/lib/env'
import { openStore, type Store } from './open'

let store: Store | undefined

/** The database as the web program sees it; opened at the first call, one pool for the process. */
export function webStore(): Store {
  store ??= openStore(webEnv().databaseUrl)
  return store
}
