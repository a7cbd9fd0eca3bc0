import { LatchkeyError } from '@/lib/domain/errors'

interface DriverCause {
  originalCode?: string
  code?: string
  constraint?: { index?: string; fields?: string[] }
}

function causeOf(error: unknown): DriverCause {
  const meta = (error as { meta?: { driverAdapterError?: { cause?: DriverCause } } })?.meta
  return meta?.driverAdapterError?.cause ?? (error as { cause?: DriverCause })?.cause ?? {}
}

/** Whether a write failed because a unique rule already holds that value. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: string })?.code === 'P2002' || causeOf(error).originalCode === '23505'
}

/** Whether a write came too late: its ciphertext is under a data key older than the organization's fence. */
function isStaleKeyVersion(error: unknown): boolean {
  return causeOf(error).originalCode === 'LK001' || String(error).includes('stale data key version')
}

/** Turns the database's refusals that people can act on into our errors; anything else is passed on. */
export async function translating<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isStaleKeyVersion(error)) throw new LatchkeyError('stale_key_version', { cause: error })
    throw error
  }
}
