import pino from 'pino'

const logger = pino({ base: { program: 'encryption-service' } })

/** What may be said of an error: its name, code and place; never its message, which may hold data. */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const place = error.stack?.split('\n').find((line) => line.startsWith('    at '))
  return { error: error.name, code, place: place?.trim() }
}

/** The program's log: events by a fixed name, ids and codes beside it. */
export const log = {
  info: (event: string, ids: Record<string, string | number | undefined> = {}) => logger.info(ids, event),
  failure: (event: string, error: unknown, ids: Record<string, string | number | undefined> = {}) =>
    logger.error({ ...ids, ...describe(error) }, event),
}
