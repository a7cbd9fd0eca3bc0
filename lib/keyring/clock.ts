import { performance } from 'node:perf_hooks'
import type { Instant } from '@/lib/domain/instant'

/** Reads both clocks at once. */
export type Clock = () => Instant

/** The clocks of this machine. */
export const systemClock: Clock = () => ({ monoMs: performance.now(), wallMs: Date.now() })
