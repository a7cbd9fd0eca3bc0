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

/** Prisma's own codes for a database that can't be reached, hangs, or has no connection or transaction to give. */
const AWAY_CODES = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']
/** PostgreSQL's: statement timed out, shut down, no connection left, idle in a transaction, connection failures. */
const AWAY_STATES = /^(57014|57P0\d|53300|25P03|08\w{3})$/
/** The driver's, which have no code. */
const AWAY_MESSAGES = [
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
]

/** Whether the database did not answer, or not in time: trouble that passes, and nobody's mistake. */
function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (AWAY_CODES.includes(String(code)) || AWAY_STATES.test(causeOf(error).originalCode ?? '')) return true
  return AWAY_MESSAGES.some((beginning) => String(message).startsWith(beginning))
}

/** Awaits the database; when it does not answer, says so in the product's own words. @throws LatchkeyError service_unavailable */
export async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isDatabaseAway(error)) throw new LatchkeyError('service_unavailable', { cause: error })
    throw error
  }
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
