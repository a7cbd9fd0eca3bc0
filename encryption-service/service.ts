import { randomUUID } from 'node:crypto'
import { organizationId } from '@/lib/domain/ids'
import type { ServiceEnv } from '@/lib/env'
import { Keyring } from '@/lib/keyring/keyring'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { startWorker } from '@/lib/queue/worker'
import { listenForEpochs } from '@/lib/store/epoch-notices'
import { findOrphanedJobs } from '@/lib/store/jobs'
import { buildServer } from './http/server'
import type { Workshop } from './jobs/job'
import { runJob } from './jobs/run-job'
import { ProcessLease } from './lease'
import { log } from './log'
import { openParts } from './parts'
import { stageIfAsked } from './staging'

const SWEEP_EVERY_MS = 2_000
const PICKED_UP_WITHIN_MS = 10_000

/** The encryption service as a whole: the API, the workers, and the care for keys. */
export async function startService(env: ServiceEnv): Promise<{ url: string; stop(): Promise<void> }> {
  const processId = randomUUID()
  let lease: ProcessLease | null = null
  let stopping = false
  const { parts, close } = await openParts(env, () => lease?.until ?? null)
  const keyring = new Keyring(parts)
  const held = new ProcessLease(processId, parts.store.platform, parts.clock, () => keyring.evictAll())
  await held.begin((error) => log.failure('lease not renewed', error))
  lease = held
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
    core: keyringCore(keyring),
    ready: async () => held.held,
  })
  const url = await server.listen({ host: env.host, port: env.port })
  return {
    url,
    async stop() {
      stopping = true
      clearInterval(sweep)
      await server.close()
      await Promise.all([worker.stop(), notices.stop()])
      keyring.stop()
      await held.end()
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
