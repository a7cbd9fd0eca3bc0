import type { RootKey } from '@/lib/kms'

/** A cloud's simulator with a healthy key in it, reached by our adapter and by the cloud's own SDK alone. */
export interface CloudWorld {
  name: string
  root: RootKey
  /** the calls that the adapter makes, without the adapter; both on a share of 32 bytes */
  bare: { wrapAndUnwrap: () => Promise<unknown>; unwrap: () => Promise<unknown> }
  /** the same key by an adapter that has no connection and no token yet */
  newRoot(): Promise<RootKey>
  setFault(fault: object): Promise<void>
  clearFaults(): Promise<void>
  stop(): Promise<void>
}
