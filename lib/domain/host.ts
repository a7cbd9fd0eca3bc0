import { z } from 'zod'

/** Labels of letters, digits and inner hyphens (RFC 1123, section 2.1); underscores occur in private zones. */
const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/
/** What ends like this is read as an IPv4 address by some resolvers (2130706433, 0x7f.1). */
const ENDS_IN_NUMBER = /(^|\.)(\d+|0x[0-9a-f]*)$/

const ipAddress = z.union([z.ipv4(), z.ipv6()])

function isHost(text: string): boolean {
  return ipAddress.safeParse(text).success || (NAME.test(text) && !ENDS_IN_NUMBER.test(text))
}

/**
 * The host of a database: a name or an IP address, in lower case, and nothing else (no URL, no port).
 * Whether it may be reached is decided by who connects, at the moment of connecting.
 */
export const hostName = z
  .string({ error: 'Fill this in.' })
  .trim()
  .toLowerCase()
  .min(1, { error: 'Fill this in.' })
  .max(253, { error: 'Use at most 253 characters.' })
  .refine(isHost, { error: 'Enter a host name or an IP address, without https:// and without a port.' })
