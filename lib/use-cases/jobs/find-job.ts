import { LatchkeyError } from '@/lib/domain/errors'
import type { JobView } from '@/lib/domain/views/job'
import type { Context } from '../context'
import { readJob } from './read-job'

/** A job that an address names; null when it names none of the organization's. @throws LatchkeyError forbidden */
export async function findJobView(context: Context, id: string): Promise<JobView | null> {
  try {
    return await readJob(context, { id })
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === 'not_found') return null
    throw error
  }
}
