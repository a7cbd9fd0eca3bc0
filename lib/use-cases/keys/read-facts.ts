import { dataClass } from '@/lib/domain/data-classes'
import type { KeyFacts } from '@/lib/domain/key-facts'
import { readCoverage } from '@/lib/store/key-coverage'
import { findPlatformRoot, readKeys } from '@/lib/store/key-views'
import type { OrganizationContext } from '../context'

/** What is stored about the organization's keys, with the objects under each data key counted from the data. */
export async function readFacts({ scope, store, now }: OrganizationContext): Promise<KeyFacts> {
  const [keys, platformRoot, coverage] = await Promise.all([
    readKeys(scope),
    findPlatformRoot(store.platform),
    readCoverage(scope),
  ])
  const groups = Object.values(coverage).flat()
  const objectsUnder = (commitment: Uint8Array) => {
    const end = Buffer.from(commitment).toString('hex')
    return groups.reduce((sum, { header, objects }) => (header.endsWith(end) ? sum + objects : sum), 0)
  }
  return {
    now,
    platformRoot,
    links: keys.links,
    masterKeys: keys.masterKeys,
    dataKeys: keys.dataKeys.map(({ commitment, ...key }) => ({
      ...key,
      dataClass: dataClass.parse(key.dataClass),
      objects: objectsUnder(commitment),
    })),
    wraps: keys.wraps,
  }
}
