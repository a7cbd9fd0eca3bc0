import { DATA_CLASSES, type DataClass, dataClassNames } from '@/lib/domain/data-classes'
import { protectionInForce, type RootStanding } from '@/lib/domain/protection'
import type { ClassificationRow } from '@/lib/domain/views/classification'
import { type KeyCoverage, readCoverage, readKeyCommitments } from '@/lib/store/key-coverage'
import { findActiveLink, findPlatformRoot } from '@/lib/store/key-views'
import { type Context, inOrganization } from '../context'

/** Classes that nothing of this product stores yet, and what their storage comes with. */
const NOT_YET: Partial<Record<DataClass, string>> = {
  api_exports: 'Nothing is stored yet: comes with file exports.',
  file_uploads: 'Nothing is stored yet: comes with CSV uploads.',
}

/** An organization without a link has no customer root; a link that was never proven counts as active. */
const OPEN: RootStanding = { state: 'active', cause: null }

/** The data-classification table, with what is in force right now. Needs no key. @throws LatchkeyError forbidden */
export async function readClassification(context: Context): Promise<ClassificationRow[]> {
  const { scope } = inOrganization(context, 'classification.read')
  const [link, root, keys, coverage] = await Promise.all([
    findActiveLink(scope),
    findPlatformRoot(context.store.platform),
    readKeyCommitments(scope),
    readCoverage(scope),
  ])
  const platform = root ? { state: root.availability, cause: root.cause } : OPEN
  const stood = link?.availability
  const customer = link ? (stood ? { state: stood.availability, cause: stood.cause } : OPEN) : null
  const counted: Partial<Record<DataClass, KeyCoverage[]>> = coverage

  return dataClassNames.map((dataClass) => {
    const own = keys.filter((key) => key.dataClass === dataClass)
    const mode = own.find(({ state }) => state === 'active')?.mode ?? null
    const groups = counted[dataClass]
    return {
      dataClass,
      ...DATA_CLASSES[dataClass],
      inForce: protectionInForce(dataClass, { mode, platform, customer }),
      objects: groups ? sum(groups) : null,
      notYet: NOT_YET[dataClass] ?? null,
      ...covering(own, groups ?? []),
    }
  })
}

type Key = Awaited<ReturnType<typeof readKeyCommitments>>[number]

function covering(keys: Key[], groups: KeyCoverage[]): Pick<ClassificationRow, 'keys' | 'uncovered'> {
  const known = keys.flatMap(({ version, generation, state, commitment }) => {
    const objects = sum(groups.filter(({ header }) => header.endsWith(commitment)))
    if (state === 'destroyed' || (state === 'retired' && objects === 0)) return []
    return [{ version, generation, state, objects }]
  })
  return { keys: known, uncovered: sum(groups) - sum(known) }
}

const sum = (groups: { objects: number }[]) => groups.reduce((total, { objects }) => total + objects, 0)
