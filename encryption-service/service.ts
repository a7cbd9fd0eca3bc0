import type { ServiceEnv } from '@/lib/env'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { openKeyProcess } from '@/lib/keyring/open'
import { startWorker, type Worker } from '@/lib/queue/worker'
import { findOrphanedJobs, freeQueues } from '@/lib/store/jobs'
import type { PlatformScope } from '@/lib/store/open'
import { cloudOptions } from './clouds'
import { readiness } from './http/readiness'
import { buildServer } from './http/server'
import type { Workshop } from './jobs/job'
import { JOB_LEASE_MS, runJob } from './jobs/run-job'
import { log } from './log'
import { measuredCore, measuredRoot } from './metrics/measured'
import { Metrics } from './metrics/metrics'
import { showMetrics } from './metrics/show'
import { KeyWatcher } from './watch/watcher'

const SWEEP_EVERY_MS = 2_000
const PICKED_UP_WITHIN_MS = 10_000
/** Jobs side by side: they wait on networks for most of their time, and hold a connection only for moments. */
const JOBS_AT_ONCE = 16
const POOL_SIZE = 24

/** The running service, and where it listens. */
export interface Service {
  url: string
  /** where it shows metrics, if it was told to */
  metricsUrl?: string
  stop(): Promise<void>
}

/** The encryption service as a whole: the API, the workers, and the care for keys. */
export async function startService(env: ServiceEnv): Promise<Service> {
  let stopping = false
  const metrics = new Metrics()
  const regions = { aws: env.awsRegions, google: env.googleLocations }
  const { id, keyring, parts, inService, close } = await openKeyProcess({
    databaseUrl: env.databaseUrl,
    platformRoot: { keyId: env.platformRoot, azureIdentity: env.platformAzureIdentity },
    regions,
    clouds: cloudOptions(env),
    poolSize: POOL_SIZE,
    report: log.failure,
    observeRoot: (root) => measuredRoot(root, metrics),
  })

  const workshop: Workshop = {
    processId: id,
    inService,
    keyring,
    parts,
    regions,
    awsPrincipalArn: env.awsPrincipalArn,
    connectionPolicy: { allowedHosts: env.allowedHosts, allowUnverifiedTls: env.allowUnverifiedTls },
    stopping: () => stopping,
  }
  const worker = await startWorker({
    url: env.databaseUrl,
    concurrency: JOBS_AT_ONCE,
    work: (job) => runJob(workshop, job, (ref, at) => worker.queue(ref, at)),
    failed: (event) => log.info(event),
  })
  const sweep = setInterval(() => {
    sweepJobs(parts.store.platform, worker).catch((error) => log.failure('jobs not swept', error))
  }, SWEEP_EVERY_MS)

  const watcher = new KeyWatcher({ ...parts, regions, awsPrincipalArn: env.awsPrincipalArn }, inService)
  watcher.start()

  const server = buildServer({
    store: parts.store,
    core: measuredCore(keyringCore(keyring), metrics),
    demoPeople: env.mode === 'demo' ? env.demoPeople : null,
    ready: () => readiness(parts.store.platform, inService()),
    metrics,
  })
  const url = await server.listen({ host: env.host, port: env.port })
  const shown = await showMetrics(env, metrics, { parts, keyring, inService })
  return {
    url,
    metricsUrl: shown?.url,
    async stop() {
      stopping = true
      clearInterval(sweep)
      await shown?.stop()
      await server.close()
      await worker.stop()
      await watcher.stop()
      await close()
    },
  }
}

/** Frees and queues again what a dead process left, and queues what never was. */
async function sweepJobs(platform: PlatformScope, worker: Worker) {
  await freeQueues(platform, JOB_LEASE_MS)
  const orphans = await findOrphanedJobs(platform, PICKED_UP_WITHIN_MS)
  for (const { id, organizationId, kind } of orphans) await worker.queue({ organizationId, jobId: id, kind })
}
