import { randomUUID } from 'node:crypto'
import { organizationId } from '@/lib/domain/ids'
import type { ServiceEnv } from '@/lib/env'
import { Keyring } from '@/lib/keyring/keyring'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { startWorker } from '@/lib/queue/worker'
import { listenForEpochs } from '@/lib/store/epoch-notices'
import { findOrphanedJobs } from '@/lib/store/jobs'
import { readiness } from './http/readiness'
import { buildServer } from './http/server'
import type { Workshop } from './jobs/job'
import { runJob } from './jobs/run-job'
import { ProcessLease } from './lease'
import { log } from './log'
import { measuredCore } from './metrics/measured'
import { Metrics } from './metrics/metrics'
import { showMetrics } from './metrics/show'
import { openParts } from './parts'
import { stageIfAsked } from './staging'

const SWEEP_EVERY_MS = 2_000
const PICKED_UP_WITHIN_MS = 10_000

/** The running service, and where it listens. */
export interface Service {
  url: string
  /** where it shows metrics, if it was told to */
  metricsUrl?: string
  stop(): Promise<void>
}

/** The encryption service as a whole: the API, the workers, and the care for keys. */
export async function startService(env: ServiceEnv): Promise<Service> {
  const processId = randomUUID()
  let held = () => true
  let stopping = false
  const metrics = new Metrics()
  const { parts, close } = await openParts(env, () => held(), metrics)
  const keyring = new Keyring(parts)
  const lease = new ProcessLease(processId, parts.store.platform, parts.clock, () => keyring.evictAll())
  await lease.begin((error) => log.failure('lease not renewed', error))
  held = () => lease.held
  keyring.start()

  const workshop: Workshop = {
    processId,
    keyring,
    parts,
    awsRegions: env.awsRegions,
    connectionPolicy: { allowedHosts: env.allowedHosts, allowUnverifiedTls: env.allowUnverifiedTls },
    stopping: () => stopping,
  }
  const worker = await startWorker({
    url: env.databaseUrl,
    concurrency: 4,
    work: (job) => runJob(workshop, job, (ref, at) => worker.queue(ref, at)),
    failed: (event) => log.info(event),
  })
  const notices = listenForEpochs(env.databaseUrl, (text) => {
    // Any login of the database can send a notice: one that names no organization is nothing.
    const { data: id } = organizationId.safeParse(text)
    if (!id) return
    keyring
      .epochMoved(id)
      .then(() => stageIfAsked(keyring, processId, id))
      .catch((error) => log.failure('epoch not followed', error))
  })
  const sweep = setInterval(() => {
    queueOrphans(parts.store.platform, worker).catch((error) => log.failure('jobs not swept', error))
  }, SWEEP_EVERY_MS)

  const server = buildServer({
    store: parts.store,
    core: measuredCore(keyringCore(keyring), metrics),
    demoPeople: env.mode === 'demo' ? env.demoPeople : null,
    ready: () => readiness(parts.store.platform, lease.held),
    metrics,
  })
  const url = await server.listen({ host: env.host, port: env.port })
  const shown = await showMetrics(env, metrics, { parts, keyring, lease })
  return {
    url,
    metricsUrl: shown?.url,
    async stop() {
      stopping = true
      clearInterval(sweep)
      await shown?.stop()
      await server.close()
      await Promise.all([worker.stop(), notices.stop()])
      keyring.stop()
      await lease.end()
      await close()
    },
  }
}

/** Queues again what a dead process left, and what the queue never brought. */
async function queueOrphans(
  platform: Parameters<typeof findOrphanedJobs>[0],
  worker: { queue(job: { organizationId: string; jobId: string }): Promise<void> },
) {
  const now = Date.now()
  const orphans = await findOrphanedJobs(platform, new Date(now), new Date(now - PICKED_UP_WITHIN_MS))
  for (const { id, organizationId: owner } of orphans)
    await worker.queue({ organizationId: owner, jobId: id })
}
