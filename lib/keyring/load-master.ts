import { LatchkeyError } from '@/lib/domain/errors'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import { KmsError, type RootKey, type StoredWrap, type WrapContext } from '@/lib/kms'
import type { MasterKeyRow } from '@/lib/store/key-rows'
import type { LinkWatch } from './link-watch'
import { type Half, LoadedMaster } from './loaded-master'
import type { KeyringParts } from './parts'
import { contextOf, wrapOf } from './share-context'

/**
 * Unwraps both shares at their roots and composes the master key; both unwraps count as proofs.
 * @throws KmsError of the root that refused, LatchkeyError does_not_open
 */
export async function loadMaster(
  row: MasterKeyRow,
  parts: KeyringParts,
  link: LinkWatch | null,
): Promise<LoadedMaster> {
  const at = parts.clock()
  const [own, theirs] = await Promise.allSettled([
    openShare('platform', row, parts, link),
    row.mode === 'composite' ? openShare('customer', row, parts, link) : null,
  ])
  if (own.status === 'fulfilled' && theirs.status === 'fulfilled') {
    const customer = theirs.value ? { share: theirs.value, at } : null
    return new LoadedMaster(row, { platform: { share: own.value, at }, customer })
  }
  for (const result of [own, theirs]) if (result.status === 'fulfilled') result.value?.fill(0)
  throw own.status === 'rejected' ? own.reason : (theirs as PromiseRejectedResult).reason
}

/** Unwraps one share of a master key at its root. @throws KmsError, LatchkeyError does_not_open */
export async function openShare(half: Half, row: MasterKeyRow, parts: KeyringParts, link: LinkWatch | null) {
  const wrap = wrapOf(row, half, half === 'customer' ? (link?.row.id ?? null) : null)
  const context = contextOf(row, half)
  const missing = () => new LatchkeyError('does_not_open', { message: `A master key has no ${half} share.` })
  if (!wrap) throw missing()
  if (half === 'platform') return parts.platform.unwrap(wrap, context)
  if (!wrap.link) throw missing()
  if (link && wrap.linkId === link.row.id) return link.unwrap(wrap, context)
  return openByOther(parts.customerRoot(wrap.link), wrap, context)
}

/** A root that is being replaced opens what hangs on it alone; its refusal is no stop, but this is closed. */
async function openByOther(root: RootKey, wrap: StoredWrap, context: WrapContext): Promise<Uint8Array> {
  try {
    return (await root.unwrap(wrap, context)).share
  } catch (cause) {
    if (!(cause instanceof KmsError)) throw cause
    const denied = toleranceOf(cause.outcome) === 'stop'
    throw new LatchkeyError(denied ? 'key_denied' : 'key_unreachable', { cause })
  }
}
