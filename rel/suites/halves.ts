import {
  DoesNotOpenError,
  equalBytes,
  MasterKey,
  type MasterKeyIds,
  unwrapKey,
  type WrapContext,
  wrapKey,
} from '@/lib/crypto'
import type { Random } from '../random'
import type { Suite } from '../suite'

export const suite: Suite = {
  about: 'shares present, absent, wrong, exchanged: one of nine cases opens',
  run({ long, random, report }) {
    for (let round = 0; round < (long ? 2_000 : 100); round++) {
      const world = makeWorld(random)
      const platforms = waysToHave(world.platformShare, world.customerShare, random)
      const customers = waysToHave(world.customerShare, world.platformShare, random)
      for (const platform of platforms) {
        for (const customer of customers) {
          const wanted = platform.state === 'present' && customer.state === 'present'
          const opened = opens(world, world.ids, platform.share, customer.share)
          report.check(opened === wanted, `platform share ${platform.what}, customer share ${customer.what}`)
        }
        const alone = opens(world, { ...world.ids, mode: 'platform' }, platform.share, undefined)
        report.check(!alone, `platform share ${platform.what}, in the mode that needs no customer share`)
      }
      const exchanged = opens(world, world.ids, world.customerShare, world.platformShare)
      report.check(!exchanged, 'shares exchanged')
    }
  },
}

/** What somebody has who took the database: the commitment and a wrapped data key. */
interface World {
  ids: MasterKeyIds
  platformShare: Uint8Array
  customerShare: Uint8Array
  commitment: Uint8Array
  context: WrapContext
  dataKey: Uint8Array
  wrapped: Uint8Array
}

function makeWorld(random: Random): World {
  const organization = random.uuid()
  const ids: MasterKeyIds = {
    id: random.uuid(),
    mode: 'composite',
    organization,
    scope: 'all-customer-classes',
    region: 'global',
    version: 1 + random.below(1_000),
  }
  const shares = { platformShare: random.bytes(32), customerShare: random.bytes(32) }
  const context = { organization, dataClass: 'document_metadata', version: 1, generation: 1 }
  const dataKey = random.bytes(32)
  const master = MasterKey.derive(ids, shares)
  const wrapped = wrapKey(master, context, dataKey)
  return { ids, ...shares, commitment: master.commitment, context, dataKey, wrapped }
}

interface Way {
  state: 'present' | 'absent' | 'wrong'
  what: string
  share: Uint8Array | undefined
}

/** A share, and everything that might be put in its place. */
function waysToHave(share: Uint8Array, other: Uint8Array, random: Random): Way[] {
  const flipped = Uint8Array.from(share)
  const at = random.below(32)
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8))
  return [
    { state: 'present', what: 'present', share },
    { state: 'absent', what: 'absent', share: undefined },
    { state: 'absent', what: 'absent, no bytes for it', share: new Uint8Array(0) },
    { state: 'absent', what: 'absent, zeros for it', share: new Uint8Array(32) },
    { state: 'absent', what: 'absent, the other share for it', share: other },
    { state: 'wrong', what: 'wrong', share: random.bytes(32) },
    { state: 'wrong', what: 'wrong by one bit', share: flipped },
    { state: 'wrong', what: 'cut by a byte', share: share.subarray(0, 31) },
  ]
}

/**
 * Whether the shares make the key, by the commitment or by the wrap: each has to refuse by itself.
 * Shares that the mode does not take are a TypeError; anything else that is thrown is a finding.
 */
function opens(world: World, ids: MasterKeyIds, platform?: Uint8Array, customer?: Uint8Array): boolean {
  let matches = false
  try {
    const key = MasterKey.derive(ids, { platformShare: platform as Uint8Array, customerShare: customer })
    matches = key.matches(world.commitment)
    return equalBytes(unwrapKey(key, world.context, world.wrapped), world.dataKey)
  } catch (error) {
    if (error instanceof DoesNotOpenError || error instanceof TypeError) return matches
    throw error
  }
}
