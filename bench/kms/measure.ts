import type { Row } from '../core/row'
import { measureCalls } from './calls'
import { CLOUDS } from './clouds'
import { measurePreflight } from './preflight'
import type { CloudWorld } from './world'

export const KMS_PARTS = Object.keys(CLOUDS) as (keyof typeof CLOUDS)[]

/** Measures what the adapters add to the clouds' own SDKs, and how long the checks of a key take. @param parts of KMS_PARTS */
export async function measureKms(parts: ReadonlySet<string>): Promise<Row[]> {
  const rows: Row[] = []
  for (const part of KMS_PARTS) {
    if (parts.has(part)) rows.push(...(await within(await CLOUDS[part](), measureCloud)))
  }
  return rows
}

async function measureCloud(world: CloudWorld): Promise<Row[]> {
  return [...(await measureCalls(world)), await measurePreflight(world)]
}

async function within<T>(world: CloudWorld, work: (world: CloudWorld) => Promise<T>): Promise<T> {
  try {
    return await work(world)
  } finally {
    await world.stop()
  }
}
