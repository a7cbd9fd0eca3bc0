import type { OfferedRegions } from '@/lib/domain/key-reference'
import type { KeyringParts } from '@/lib/keyring/parts'

/** What the watch over linked keys works with. */
export type WatchParts = Pick<KeyringParts, 'store' | 'customerRoot' | 'clock' | 'report'> & {
  /** where customers' keys may lie */
  regions: OfferedRegions
  /** ARN of the identity that this installation calls AWS with */
  awsPrincipalArn: string
}
