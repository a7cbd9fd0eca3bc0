import { type ErrorCode, LatchkeyError } from '@/lib/domain/errors'

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

/** What the triggers of our migrations refuse, by SQLSTATE. */
const REFUSALS: Record<string, ErrorCode> = {
  LK001: 'stale_key_version',
  LK002: 'not_signed_in',
  LK003: 'forbidden',
  LK004: 'request_closed',
}

/** Turns the database's refusals that people can act on into our errors; anything else is passed on. */
export async function translating<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = REFUSALS[causeOf(error).originalCode ?? '']
    throw code ? new LatchkeyError(code, { cause: error }) : error
  }
}
