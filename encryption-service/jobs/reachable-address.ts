import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'

/** Why a host that an organization gave may not be connected to. */
export class HostRefused extends Error {
  constructor(readonly outcome: 'host_refused' | 'host_not_found') {
    super(outcome)
    this.name = 'HostRefused'
  }
}

/** Public by its number, but it leads to the cloud's own machinery: Azure's platform address. */
const PLATFORM_ADDRESSES = ['168.63.129.16']
/** All that is given out as global unicast so far; what lies outside may embed an IPv4 address. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an address is out in the public: not private, link-local, loopback, metadata or otherwise special. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6)) return false
  return parsed.range() === 'unicast' && !PLATFORM_ADDRESSES.includes(parsed.toString())
}

/**
 * The address to connect to, checked at the moment of connecting: the caller must connect to this very address,
 * so that a name can't lead elsewhere in between. Every address of the name has to be public, unless the
 * operator allowed this host and port.
 * @param allowed `host:port` pairs that the operator allowed
 * @throws HostRefused
 */
export async function reachableAddress(
  host: string,
  port: number,
  allowed: readonly string[],
): Promise<string> {
  const found = await lookup(host, { all: true }).catch(() => {
    throw new HostRefused('host_not_found')
  })
  const [first] = found
  if (!first) throw new HostRefused('host_not_found')
  if (allowed.includes(`${host}:${port}`)) return first.address
  if (!found.every(({ address }) => isPublicAddress(address))) throw new HostRefused('host_refused')
  return first.address
}
