import type { ServiceEnv } from '@/lib/env'
import type { PlatformScope } from '@/lib/store/open'
import { measureDatabase } from './from-database'
import { listenForMetrics } from './listen'
import type { Metrics } from './metrics'

/** What is looked at when metrics are asked for. */
interface Sources {
  parts: { store: { platform: PlatformScope } }
  keyring: { readonly loadedMasterKeys: number }
  inService(): boolean
}

/** Shows metrics, if the settings name a port for them. */
export async function showMetrics(env: ServiceEnv, metrics: Metrics, { parts, keyring, inService }: Sources) {
  if (env.metricsPort === undefined) return null
  metrics.collectOfProcess()
  const loaded = 'Master keys in the memory of this process'
  metrics.gauge('latchkey_loaded_master_keys', loaded, () => keyring.loadedMasterKeys)
  const serves = '1 while this process holds its lease and uses keys, 0 while it is out of service'
  metrics.gauge('latchkey_process_in_service', serves, () => Number(inService()))
  measureDatabase(metrics, parts.store.platform)
  return listenForMetrics(metrics, { host: env.metricsHost, port: env.metricsPort })
}
