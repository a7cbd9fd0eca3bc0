import pino from 'pino'

/** The program's log: JSON lines on standard output. Nothing that is logged may hold a secret or a plaintext. */
export const log = pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime })
