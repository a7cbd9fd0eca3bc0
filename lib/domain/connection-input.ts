import { z } from 'zod'
import { hostName } from './host'
import { line, secretText } from './text'

const portNumber = z
  .string({ error: 'Fill this in.' })
  .trim()
  .regex(/^\d{1,5}$/, { error: 'Enter a number from 1 to 65535.' })
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, { error: 'Enter a number from 1 to 65535.' })

/** A connection as its form sends it, without the password. TLS is verified unless the form says otherwise. */
export const connectionFields = {
  name: line(100),
  host: hostName,
  port: portNumber,
  database: line(128),
  username: line(128),
  verifyTls: z
    .enum(['true', 'false'], { error: 'Choose one.' })
    .default('true')
    .transform((word) => word === 'true'),
}

/** The password of a database's user. */
export const databasePassword = secretText(1_000)
