import { z } from 'zod'
import { hostName } from './host'
import { line, secretText } from './text'

const portNumber = z
  .string({ error: 'Fill this in.' })
  .trim()
  .regex(/^\d{1,5}$/, { error: 'Enter a number from 1 to 65535.' })
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, { error: 'Enter a number from 1 to 65535.' })

/** A form that offers the box sends `false` before it, so that an empty box is told apart from none. */
const verifyTls = z
  .union([z.enum(['true', 'false']), z.tuple([z.literal('false'), z.literal('true')])], {
    error: 'Tick it or leave it.',
  })
  .default('true')
  .transform((sent) => sent !== 'false')

/** A connection as its form sends it, without the password. TLS is verified unless the form says otherwise. */
export const connectionFields = {
  name: line(100),
  host: hostName,
  port: portNumber,
  database: line(128),
  username: line(128),
  verifyTls,
}

/** The password of a database's user. */
export const databasePassword = secretText(1_000)
