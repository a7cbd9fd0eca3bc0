import { z } from 'zod'
import { jobKind } from '../jobs'

/** A job as its page follows it. `progress` and `result` have the shape of the job's kind. */
export const jobView = z.object({
  id: z.uuid(),
  kind: jobKind,
  state: z.enum(['queued', 'running', 'done', 'failed']),
  progress: z.array(z.unknown()),
  result: z.unknown(),
  /** when it failed: the code, with what it means and what to do */
  error: z.object({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
})
export type JobView = z.infer<typeof jobView>
