import { measureCache } from './cache'
import { measureEnvelopes } from './envelopes'
import { measureHttp } from './http'
import { measureKmsCalls } from './kms-calls'
import { measureLarge } from './large'
import { measurePeers } from './peers'
import type { Row } from './row'
import { measureStreams } from './streams'
import { measureStrict } from './strict'
import { measureValues } from './values'

export interface CoreOptions {
  /** length of the streams, for a quick try */
  streamMib?: number
}

/** What can be measured by itself. */
const MEASURES = {
  values: measureValues,
  envelopes: measureEnvelopes,
  strict: measureStrict,
  large: measureLarge,
  peers: measurePeers,
  cache: measureCache,
  kms: measureKmsCalls,
  http: measureHttp,
  streams: measureStreams,
} satisfies Record<string, (options: CoreOptions) => Promise<Row[]>>

export const CORE_PARTS = Object.keys(MEASURES) as (keyof typeof MEASURES)[]

/** Measures the encryption core beside its peers. @param parts of CORE_PARTS */
export async function measureCore(parts: ReadonlySet<string>, options: CoreOptions = {}): Promise<Row[]> {
  const rows: Row[] = []
  for (const part of CORE_PARTS) if (parts.has(part)) rows.push(...(await MEASURES[part](options)))
  return rows
}
