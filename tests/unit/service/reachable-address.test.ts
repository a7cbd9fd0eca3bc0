import { describe, expect, it } from 'vitest'
import { HostRefused, isPublicAddress, reachableAddress } from '@/encryption-service/jobs/reachable-address'

describe('addresses that a connection may be made to', () => {
  it.each(['8.8.8.8', '2a00:1450:4001:81b::200e', '::ffff:8.8.8.8'])('lets in %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    'fc00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '168.63.129.16',
    '::ffff:168.63.129.16',
    '::7f00:1',
    'fec0::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
    '',
  ])('keeps out %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('reads odd spellings of an address as the resolver does', async () => {
    for (const host of ['127.1', '2130706433', '0x7f.1', '017700000001', 'localhost']) {
      const error = await reachableAddress(host, 5432, []).catch((reason: unknown) => reason)
      expect(error, host).toBeInstanceOf(HostRefused)
    }
  })

  it('lets in exactly the host and port that the operator allowed', async () => {
    expect(await reachableAddress('127.0.0.1', 5432, ['127.0.0.1:5432'])).toBe('127.0.0.1')
    await expect(reachableAddress('127.0.0.1', 5433, ['127.0.0.1:5432'])).rejects.toBeInstanceOf(HostRefused)
  })
})
