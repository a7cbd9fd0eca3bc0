import 'server-only'
import { notFound } from 'next/navigation'
import { LatchkeyError } from '@/lib/domain/errors'

/** What a page reads by the id in its address; an id that names nothing here leads to the page that says so. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === 'not_found') notFound()
    throw error
  }
}
