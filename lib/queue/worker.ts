import { Logger, run } from 'graphile-worker'
import { z } from 'zod'

/** Which job is meant, and whose and of which kind, since those share a queue; the job itself is read from its row. */
const jobRef = z.object({ organizationId: z.uuid(), jobId: z.uuid(), kind: z.string() })
export type JobRef = z.infer<typeof jobRef>

/** The workers of one process on the queue in the database (graphile-worker). */
export interface Worker {
  /** Queues a job (again), now or later. */
  queue(job: JobRef, at?: Date): Promise<void>
  /** Takes no more jobs and waits for those that run. */
  stop(): Promise<void>
}

interface WorkerOptions {
  url: string
  /** jobs that run side by side */
  concurrency: number
  work: (job: JobRef) => Promise<void>
  failed: (event: string) => void
}

const TASK = 'run-job'

/**
 * Starts the workers. Jobs are queued by a trigger when their row is inserted; an organization's jobs of one kind run
 * one after the other, so that none can take all workers. The queue only makes it fast: what is
 * to be done stands in the jobs' rows, and what a dead process left is queued again from there.
 */
export async function startWorker({ url, concurrency, work, failed }: WorkerOptions): Promise<Worker> {
  const logger = new Logger(() => (level) => {
    if (level === 'error') failed('queue trouble')
  })
  const runner = await run({
    connectionString: url,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger,
    taskList: { [TASK]: async (payload) => work(jobRef.parse(payload)) },
  })
  return {
    async queue(job, at) {
      await runner.addJob(TASK, job, {
        jobKey: `job:${job.jobId}`,
        queueName: `${job.organizationId}:${job.kind}`,
        runAt: at,
        maxAttempts: 1_000,
      })
    },
    stop: () => runner.stop(),
  }
}
