import { LatchkeyError } from '@/lib/domain/errors'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import { KmsError, type RootKey, type WrapContext } from '@/lib/kms'
import type { MasterKeyRow } from '@/lib/store/key-rows'
import type { LinkWatch } from './link-watch'
import { LoadedMaster } from './loaded-master'
import type { KeyringParts } from './parts'
import { contextOf, wrapOf } from './share-context'

/**
 * Unwraps both shares at their roots and composes the master key; both unwraps count as proofs.
 * @throws KmsError of the root that refused, LatchkeyError does_not_open
 */
export async function loadMaster(
  row: MasterKeyRow,
  { platform, customerRoot, clock }: KeyringParts,
  link: LinkWatch | null,
): Promise<LoadedMaster> {
  const at = clock()
  const platformWrap = wrapOf(row, 'platform', null)
  if (!platformWrap)
    throw new LatchkeyError('does_not_open', { message: 'A master key has no platform share.' })

  const openCustomer = async () => {
    if (row.mode === 'platform') return null
    const wrap = wrapOf(row, 'customer', link?.row.id ?? null)
    if (!wrap?.link)
      throw new LatchkeyError('does_not_open', { message: 'A master key has no customer share.' })
    const context = contextOf(row, 'customer')
    if (link && wrap.linkId === link.row.id) return link.unwrap(wrap.wrapped, context)
    return openByOther(customerRoot(wrap.link.keyId), wrap.wrapped, context)
  }

  const [own, theirs] = await Promise.allSettled([
    platform.unwrap(platformWrap.wrapped, contextOf(row, 'platform')),
    openCustomer(),
  ])
  if (own.status === 'fulfilled' && theirs.status === 'fulfilled') {
    const customer = theirs.value ? { share: theirs.value, at } : null
    return new LoadedMaster(row, { platform: { share: own.value, at }, customer })
  }
  for (const result of [own, theirs]) if (result.status === 'fulfilled') result.value?.fill(0)
  throw own.status === 'rejected' ? own.reason : (theirs as PromiseRejectedResult).reason
}

/** A root that is being replaced opens what hangs on it alone; its refusal is no stop, but this is closed. */
async function openByOther(root: RootKey, ciphertext: Uint8Array, context: WrapContext): Promise<Uint8Array> {
  try {
    return (await root.unwrap(ciphertext, context)).share
  } catch (cause) {
    if (!(cause instanceof KmsError)) throw cause
    const denied = toleranceOf(cause.outcome) === 'stop'
    throw new LatchkeyError(denied ? 'key_denied' : 'key_unreachable', { cause })
  }
}

/** Unwraps the platform share of a loaded master key anew. */
export async function renewPlatformShare(
  master: LoadedMaster,
  row: MasterKeyRow,
  { platform, clock }: KeyringParts,
): Promise<void> {
  const wrap = wrapOf(row, 'platform', null)
  if (!wrap) return
  const at = clock()
  master.renew('platform', await platform.unwrap(wrap.wrapped, contextOf(row, 'platform')), at)
}
